package org.espalier.engine.mask.distribution;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Scope;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Scoring;

/**
 * The same share in every layer. RigL leaves the first layer dense, which {@code except} says.
 *
 * @param except globs over names that stay as they are
 */
public record UniformDistribution(
        @Knob(
                value = "globs over parameter or layer names that stay as they are; the target counts the others",
                otherwise = "[]")
        List<String> except)
        implements Distribution {
    public UniformDistribution {
        except = List.copyOf(except);
    }

    @Override
    public Allocation allocate(Target target, List<Bundle> bundles, Scoring scoring) {
        List<Bundle> whole = Shares.matching(except, bundles);
        List<Scope> scopes = new ArrayList<>();
        for (Bundle bundle : bundles) {
            scopes.add(
                    whole.contains(bundle)
                            ? Shares.whole(bundle)
                            : Shares.alone(bundle, Shares.kept(target.keep(), target.base(bundle, scoring.masks()))));
        }
        return new Allocation(scopes);
    }
}
