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
 * One contest of all layers: whatever scores best stays, wherever it is. "Global magnitude" of the pruning literature.
 *
 * @param except globs over names that stay as they are
 */
public record GlobalDistribution(
        @Knob(
                value = "globs over parameter or layer names that stay as they are; the target counts the others",
                otherwise = "[]")
        List<String> except)
        implements Distribution {
    public GlobalDistribution {
        except = List.copyOf(except);
    }

    @Override
    public Allocation allocate(Target target, List<Bundle> bundles, Scoring scoring) {
        List<Bundle> whole = Shares.matching(except, bundles);
        List<Bundle> pool =
                bundles.stream().filter(bundle -> !whole.contains(bundle)).toList();
        List<Scope> scopes = new ArrayList<>();
        if (!pool.isEmpty()) {
            long base = pool.stream()
                    .mapToLong(bundle -> target.base(bundle, scoring.masks()))
                    .sum();
            scopes.add(new Scope.Pool(pool, Shares.kept(target.keep(), base)));
        }
        whole.stream().distinct().map(Shares::whole).forEach(scopes::add);
        return new Allocation(scopes);
    }
}
