package org.espalier.api.score;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Set;
import org.apiguardian.api.API;

/**
 * A measurement of the network, such as the mean gradient over ten batches.
 *
 * <p>Implement it as a record: equality is the key under which the engine keeps a measurement, so two components that
 * declare equal evidence share one pass over the data. A measurement is valid for one version of the network; gathering
 * changes nothing.
 *
 * @param <T> what the measurement yields
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Evidence<T> {
    /** Measures; called at most once for a version of the network. */
    T gather(Instruments instruments);

    /** Returns what must be at hand; checked before anything is trained. */
    default Set<Need> needs() {
        return Set.of();
    }
}
