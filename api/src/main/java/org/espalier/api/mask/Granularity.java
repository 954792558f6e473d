package org.espalier.api.mask;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.model.NetworkView;

/** Says what is kept or dropped as one: single elements, blocks, filters, neurons, coupled channels, whole layers. */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Granularity {
    /**
     * Returns the bundles of units, usually one for each prunable parameter. Bundles of single parameters partition
     * its elements; coupled channels cover them.
     *
     * @throws IllegalArgumentException when the network cannot be divided so; says which layer, and why
     */
    List<Bundle> bundles(NetworkView network);
}
