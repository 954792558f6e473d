package org.espalier.engine.mask.granularity;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Granularity;
import org.espalier.api.model.NetworkView;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.mask.criterion.GroupNorm;

/** Filters: all weights of one output channel of a convolution; an output row of a dense layer's weights. */
public record FilterGranularity(
        @Knob(value = "how the scores of its weights become one: sum, l1, l2, mean or max", otherwise = "sum")
        GroupNorm norm)
        implements Granularity {
    public FilterGranularity {
        requireNonNull(norm, "norm is null");
    }

    @Override
    public List<Bundle> bundles(NetworkView network) {
        return network.prunable().stream()
                .map(info -> BlockBundle.rows(info, norm))
                .toList();
    }
}
