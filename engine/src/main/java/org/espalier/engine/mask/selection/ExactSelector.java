package org.espalier.engine.mask.selection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Scope;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.Tensors;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The engine's selection: exactly k of each scope in time linear in its units, equal scores by earlier bundle and then by
 * lower position, 0.0 equal to -0.0. Float scores are the fast case; any other type is read as doubles.
 */
public final class ExactSelector implements Selector {
    @Override
    public MaskSet keepBest(Allocation allocation, Tensors scores, MaskSet eligible, MaskSet into) {
        MaskSet masks = into;
        for (Scope scope : allocation.scopes()) {
            masks = keepBest(scope, scores, eligible, masks);
        }
        return masks;
    }

    private static MaskSet keepBest(Scope scope, Tensors scores, MaskSet eligible, MaskSet into) {
        if (scope instanceof Scope.Pool pool) {
            return keepBest(pool, scores, eligible, into);
        }
        return keepBest((Scope.Tiles) scope, scores, eligible, into);
    }

    private static MaskSet keepBest(Scope.Pool pool, Tensors scores, MaskSet eligible, MaskSet into) {
        List<Contest> contests = new ArrayList<>();
        for (Bundle bundle : pool.bundles()) {
            contests.add(contest(bundle, scores, eligible));
        }
        boolean floats = contests.stream().allMatch(contest -> contest.scores().dataType() == DataType.FLOAT);
        long[][] winners =
                floats ? PoolSelection.select(contests, pool.keep()) : WidePoolSelection.select(contests, pool.keep());
        MaskSet masks = into;
        for (int i = 0; i < winners.length; i++) {
            masks = expand(pool.bundles().get(i), winners[i], masks);
        }
        return masks;
    }

    private static MaskSet keepBest(Scope.Tiles tiles, Tensors scores, MaskSet eligible, MaskSet into) {
        Bundle bundle = tiles.bundle();
        List<Long> shape = Arrays.stream(scores.get(bundle.params().get(0)).shape())
                .boxed()
                .toList();
        long[] winners = TileSelection.select(contest(bundle, scores, eligible), tiles, shape);
        return expand(bundle, winners, into);
    }

    private static Contest contest(Bundle bundle, Tensors scores, MaskSet eligible) {
        return new Contest(bundle.name(), bundle.pool(scores, eligible), bundle.alive(eligible));
    }

    private static MaskSet expand(Bundle bundle, long[] winners, MaskSet into) {
        return bundle.expand(Mask.ofWords(List.of(bundle.units()), winners), into);
    }
}
