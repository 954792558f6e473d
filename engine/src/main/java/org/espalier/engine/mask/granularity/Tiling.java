package org.espalier.engine.mask.granularity;

import java.util.List;
import org.espalier.api.mask.Bundle;
import org.espalier.api.model.Axis;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;

/** What distributions over tiles share. */
public final class Tiling {
    private Tiling() {}

    /**
     * Returns the parameter whose single weights a bundle holds.
     *
     * @throws IllegalArgumentException when its units are anything else
     */
    public static ParamInfo elements(String distribution, Bundle bundle, NetworkView network) {
        ParamInfo info = network.param(bundle.params().get(0));
        if (bundle.params().size() != 1 || bundle.units() != info.size()) {
            throw new IllegalArgumentException(
                    "the distribution '" + distribution + "' needs the granularity 'element', but the units of '"
                            + bundle.name() + "' hold several weights");
        }
        return info;
    }

    /** Returns the axes of one output row. */
    public static List<Axis> behindOut(ParamInfo info) {
        return info.axes().subList(1, info.axes().size());
    }
}
