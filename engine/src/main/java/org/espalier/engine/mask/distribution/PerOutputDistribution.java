package org.espalier.engine.mask.distribution;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Scope;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Scoring;
import org.espalier.engine.mask.granularity.Tiling;

/**
 * The same share in every output row: of a neuron's inputs, or of the {@code c · κ1 · κ2} weights of a filter. What Wanda
 * compares within. Needs single weights.
 *
 * <p>Of living weights, a row keeps the share of what a row of its layer has alive on average.
 *
 * @param except globs over names that stay as they are
 */
public record PerOutputDistribution(
        @Knob(
                value = "globs over parameter or layer names that stay as they are; the target counts the others",
                otherwise = "[]")
        List<String> except)
        implements Distribution {
    public PerOutputDistribution {
        except = List.copyOf(except);
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
            ParamInfo info = Tiling.elements("per-output", bundle, scoring.network());
            double base =
                    (double) target.base(bundle, scoring.masks()) / info.shape().get(0);
            long keep = Math.min(info.rowSize(), Shares.kept(target.keep(), base));
            scopes.add(new Scope.Tiles(bundle, keep, info.rowSize(), Tiling.behindOut(info)));
        }
        return new Allocation(scopes);
    }
}
