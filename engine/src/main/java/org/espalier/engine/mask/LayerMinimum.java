package org.espalier.engine.mask;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Scope;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.Tensors;

/**
 * Selection under a guard against layer collapse: a bundle that would keep fewer units than the minimum keeps its best so
 * many, at the cost of the others in its pool.
 *
 * @param minimum units that each bundle keeps, or all of its eligible ones where there are fewer
 */
record LayerMinimum(long minimum) {
    MaskSet keepBest(Selector selector, Allocation allocation, Tensors scores, MaskSet eligible, MaskSet into) {
        Allocation guarded = allocation;
        // Each turn takes at least one bundle out of its pool, so this ends.
        while (true) {
            MaskSet kept = selector.keepBest(guarded, scores, eligible, into);
            List<Scope> next = new ArrayList<>();
            for (Scope scope : guarded.scopes()) {
                next.addAll(guard(scope, kept, eligible));
            }
            if (next.equals(guarded.scopes())) {
                return kept;
            }
            guarded = new Allocation(next);
        }
    }

    private List<Scope> guard(Scope scope, MaskSet kept, MaskSet eligible) {
        if (!(scope instanceof Scope.Pool pool)) {
            return List.of(scope);
        }
        List<Bundle> rest = new ArrayList<>();
        List<Scope> scopes = new ArrayList<>();
        long left = pool.keep();
        for (Bundle bundle : pool.bundles()) {
            long least = Math.min(minimum, bundle.alive(eligible).alive());
            if (bundle.alive(kept).alive() >= least) {
                rest.add(bundle);
                continue;
            }
            scopes.add(new Scope.Pool(List.of(bundle), least));
            left -= least;
        }
        if (!rest.isEmpty()) {
            long units = rest.stream().mapToLong(Bundle::units).sum();
            scopes.add(0, new Scope.Pool(rest, Math.max(0, Math.min(left, units))));
        }
        return scopes;
    }
}
