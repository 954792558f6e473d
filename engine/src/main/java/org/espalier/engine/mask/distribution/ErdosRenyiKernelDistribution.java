package org.espalier.engine.mask.distribution;

import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Scoring;

/**
 * Erdős-Rényi kernel: a layer's density is proportional to the sum of its dimensions over their product, kernel dimensions
 * included (Evci et al. 2020, RigL). Layers whose density would pass 1 stay dense, and the others make up for it.
 *
 * @param power exponent of the raw densities: 1 as published, 0 is uniform
 * @param except globs over names that stay as they are
 */
public record ErdosRenyiKernelDistribution(
        @Knob(value = "exponent of the raw densities: 1 as published, 0 is uniform", otherwise = "1") @PositiveOrZero
        double power,

        @Knob(
                value = "globs over parameter or layer names that stay as they are; the target counts the others",
                otherwise = "[]")
        List<String> except)
        implements Distribution {
    public ErdosRenyiKernelDistribution {
        except = List.copyOf(except);
        if (!(power >= 0) || power == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("'power' must be at least 0 but is " + power);
        }
    }

    @Override
    public Allocation allocate(Target target, List<Bundle> bundles, Scoring scoring) {
        return ErdosRenyi.allocate(
                target, bundles, scoring, except, info -> StrictMath.pow(ErdosRenyi.dimensions(info), power));
    }
}
