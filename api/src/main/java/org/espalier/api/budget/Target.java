package org.espalier.api.budget;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.MaskSet;

/**
 * How much is to be kept.
 *
 * @param keep the share to keep, in [0, 1]
 * @param of what it is a share of
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Target(double keep, Base of) {
    /** What a ratio is a share of. */
    public enum Base {
        /** All units, alive or not. */
        ALL,
        /** The units that are alive now. */
        ALIVE
    }

    public Target {
        requireNonNull(of, "of is null");
        if (!(keep >= 0 && keep <= 1)) {
            throw new IllegalArgumentException("keep must be in [0, 1] but was " + keep);
        }
    }

    /** Returns the number of units of {@code bundle} that this is a share of. */
    public long base(Bundle bundle, MaskSet masks) {
        return switch (of) {
            case ALL -> bundle.units();
            case ALIVE -> bundle.alive(masks).alive();
        };
    }

    /** Returns the share of all units that is to be kept over these bundles, in [0, 1]. */
    public double density(List<Bundle> bundles, MaskSet masks) {
        long units = bundles.stream().mapToLong(Bundle::units).sum();
        long base = bundles.stream().mapToLong(bundle -> base(bundle, masks)).sum();
        return units == 0 ? keep : keep * base / units;
    }
}
