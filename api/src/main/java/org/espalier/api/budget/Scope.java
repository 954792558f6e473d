package org.espalier.api.budget;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.mask.Bundle;
import org.espalier.api.model.Axis;

/** Where ranking happens. */
@API(status = EXPERIMENTAL, since = "0.1")
public sealed interface Scope {
    /**
     * All units of some bundles compete. One pool a layer is local pruning, one pool in all is global.
     *
     * @param bundles the bundles whose units compete
     * @param keep how many units stay, in [0, units]
     */
    record Pool(List<Bundle> bundles, long keep) implements Scope {
        public Pool {
            bundles = List.copyOf(bundles);
            long units = bundles.stream().mapToLong(Bundle::units).sum();
            if (keep < 0 || keep > units) {
                throw new IllegalArgumentException("keep must be in [0, " + units + "] but was " + keep);
            }
        }
    }

    /**
     * Each run of neighbouring elements of one parameter keeps its own count: N:M, or one output row at a time.
     *
     * @param bundle a bundle of single elements
     * @param keep how many elements of each tile stay, in [0, of]
     * @param of elements in a tile, at least 1; a shorter last tile keeps at most what it has
     * @param along the axes that a tile runs over, last one fastest: {@code [IN]} for N:M also in convolutions,
     *     {@code [IN, HEIGHT, WIDTH]} for the weights of one filter. All other axes are fixed within a tile
     */
    record Tiles(Bundle bundle, long keep, long of, List<Axis> along) implements Scope {
        public Tiles {
            along = List.copyOf(along);
            if (of < 1 || keep < 0 || keep > of) {
                throw new IllegalArgumentException("a tile keeps 0 to " + of + " elements but was told " + keep);
            }
        }
    }
}
