package org.espalier.engine.mask.granularity;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.Positive;
import java.util.List;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Granularity;
import org.espalier.api.model.NetworkView;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.mask.criterion.GroupNorm;

/**
 * Blocks of the weight matrix {@code [OUT, IN · kernel]}, counted from its first weight; those at the far edges may be
 * smaller.
 *
 * @param height output rows of a block
 * @param width neighbouring weights of a row in a block
 * @param norm how a block's scores become one
 */
public record BlockGranularity(
        @Knob("output rows of a block") @Positive int height,

        @Knob("neighbouring weights of a row in a block") @Positive
        int width,

        @Knob(value = "how the scores of its weights become one: sum, l1, l2, mean or max", otherwise = "sum")
        GroupNorm norm)
        implements Granularity {
    public BlockGranularity {
        requireNonNull(norm, "norm is null");
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "a block's height and width must be at least 1 but are " + height + " and " + width);
        }
    }

    @Override
    public List<Bundle> bundles(NetworkView network) {
        return network.prunable().stream()
                .map(info -> BlockBundle.blocks(info, height, width, norm))
                .toList();
    }
}
