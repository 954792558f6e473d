package org.espalier.engine.mask.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
public record LayerMinimum(long minimum) {
    /**
     * Keeps the best units of each scope, and as many of each bundle as it must.
     *
     * @param told hears when more units stay in all than the allocation asks for
     */
    public MaskSet keepBest(
            Selector selector,
            Allocation allocation,
            Tensors scores,
            MaskSet eligible,
            MaskSet into,
            Consumer<String> told) {
        Allocation guarded = allocation;
        // Each turn takes at least one bundle out of its pool, so this ends.
        while (true) {
            MaskSet kept = selector.keepBest(guarded, scores, eligible, into);
            List<Scope> next = new ArrayList<>();
            for (Scope scope : guarded.scopes()) {
                next.addAll(guard(scope, kept, eligible));
            }
            if (next.equals(guarded.scopes())) {
                tell(wanted(allocation, eligible), wanted(guarded, eligible), told);
                return kept;
            }
            guarded = new Allocation(next);
        }
    }

    private void tell(long wanted, long kept, Consumer<String> told) {
        if (kept > wanted) {
            told.accept("more stays than was asked for, since each layer keeps " + minimum + " at least ('minimum')");
        }
    }

    /** Returns how many units the pools are to keep, of those that may stay. */
    private static long wanted(Allocation allocation, MaskSet eligible) {
        long wanted = 0;
        for (Scope scope : allocation.scopes()) {
            if (scope instanceof Scope.Pool pool) {
                long able = pool.bundles().stream()
                        .mapToLong(bundle -> bundle.alive(eligible).alive())
                        .sum();
                wanted += Math.min(pool.keep(), able);
            }
        }
        return wanted;
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
