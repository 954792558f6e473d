package org.espalier.engine.mask.distribution;

import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.List;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Scope;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;
import org.espalier.api.model.Axis;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Scoring;
import org.espalier.engine.mask.granularity.Tiling;

/**
 * N:M sparsity: of each {@code of} neighbouring inputs, the best {@code keep} stay. Runs along the input channels, also in
 * convolutions, where each position of the kernel has its own runs. Needs single weights. The ratio is its own: a target
 * has no say.
 *
 * @param keep how many of a run are kept; 2:4 keeps 2
 * @param of length of a run
 * @param except globs over names that stay as they are
 */
public record SemiStructuredDistribution(
        @Knob("how many of a run of neighbouring inputs are kept") @Positive
        int keep,

        @Knob("length of a run") @Positive int of,

        @Knob(value = "globs over parameter or layer names that stay as they are", otherwise = "[]")
        List<String> except)
        implements Distribution {
    public SemiStructuredDistribution {
        except = List.copyOf(except);
        if (keep < 1 || keep > of) {
            throw new IllegalArgumentException("'keep' must be in [1, of] but is " + keep + " of " + of);
        }
    }

    @Override
    public boolean hasOwnShares() {
        return true;
    }

    @Override
    public Allocation allocate(Target target, List<Bundle> bundles, Scoring scoring) {
        List<Bundle> whole = Shares.matching(except, bundles);
        List<Scope> scopes = new ArrayList<>();
        for (Bundle bundle : bundles) {
            if (whole.contains(bundle)) {
                scopes.add(Shares.whole(bundle));
                continue;
            }
            Tiling.elements("n-of-m", bundle, scoring.network());
            scopes.add(new Scope.Tiles(bundle, keep, of, List.of(Axis.IN)));
        }
        return new Allocation(scopes);
    }
}
