package org.espalier.plugins.regrowth;

import java.util.List;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Scope;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;
import org.espalier.api.score.Scoring;

/**
 * Keeps in each layer as many as are alive, whatever the target says: to train on with masks that were loaded, or that a pruning
 * left.
 */
public record Present() implements Distribution {
    @Override
    public boolean hasOwnShares() {
        return true;
    }

    @Override
    public Allocation allocate(Target target, List<Bundle> bundles, Scoring scoring) {
        return new Allocation(bundles.stream()
                .<Scope>map(bundle -> new Scope.Pool(
                        List.of(bundle), bundle.alive(scoring.masks()).alive()))
                .toList());
    }
}
