package org.espalier.api.budget;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/** What compressed layers may cost in all. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Budget {
    /** Returns what is counted, as reports name it: {@code parameters}, {@code FLOPs}. */
    String unit();

    /**
     * Returns how layers are priced.
     *
     * @param timer runs layers whose price is a measurement
     */
    CostModel cost(Timer timer);

    /**
     * Returns what may be spent.
     *
     * @param whole what the layers cost before any of them is compressed
     * @return a number in the unit of {@link #cost}
     */
    double limit(double whole);
}
