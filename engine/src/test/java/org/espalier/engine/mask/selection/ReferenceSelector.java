package org.espalier.engine.mask.selection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Scope;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.Axis;
import org.espalier.api.model.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Selection by its definition: sort everything, take the first k. Slow, and plainly right. */
final class ReferenceSelector implements Selector {
    @Override
    public MaskSet keepBest(Allocation allocation, Tensors scores, MaskSet eligible, MaskSet into) {
        MaskSet masks = into;
        for (Scope scope : allocation.scopes()) {
            if (scope instanceof Scope.Pool pool) {
                List<Unit> best = best(pool.bundles(), scores, eligible, unit -> 0L, pool.keep());
                for (Bundle bundle : pool.bundles()) {
                    masks = bundle.expand(mask(bundle, best), masks);
                }
            } else if (scope instanceof Scope.Tiles tiles) {
                List<Long> shape = eligible.get(tiles.bundle().params().get(0)).shape();
                List<Unit> best =
                        best(List.of(tiles.bundle()), scores, eligible, unit -> tile(unit, shape, tiles), tiles.keep());
                masks = tiles.bundle().expand(mask(tiles.bundle(), best), masks);
            }
        }
        return masks;
    }

    private static List<Unit> best(
            List<Bundle> bundles,
            Tensors scores,
            MaskSet eligible,
            java.util.function.LongUnaryOperator tileOf,
            long keep) {
        List<Unit> units = new ArrayList<>();
        for (Bundle bundle : bundles) {
            INDArray pooled = bundle.pool(scores, eligible);
            Mask alive = bundle.alive(eligible);
            LongStream.range(0, bundle.units())
                    .filter(alive::get)
                    // Adding 0.0 turns -0.0 into 0.0.
                    .forEach(i -> units.add(new Unit(bundle, i, pooled.getDouble(i) + 0.0, tileOf.applyAsLong(i))));
        }
        // Stable, so that equal scores stay in the order of bundles and positions.
        units.sort(Comparator.comparingLong(Unit::tile)
                .thenComparing(Comparator.comparingDouble(Unit::score).reversed()));
        List<Unit> best = new ArrayList<>();
        long tile = -1;
        long taken = 0;
        for (Unit unit : units) {
            taken = unit.tile() == tile ? taken + 1 : 1;
            tile = unit.tile();
            if (taken <= keep) {
                best.add(unit);
            }
        }
        return best;
    }

    /** Names the tile of a flat index: the coordinates along the fixed axes, then the run along the others. */
    private static long tile(long index, List<Long> shape, Scope.Tiles tiles) {
        List<Axis> axes = List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH).subList(0, shape.size());
        long[] at = new long[shape.size()];
        long rest = index;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            at[axis] = rest % shape.get(axis);
            rest /= shape.get(axis);
        }
        long tile = 0;
        for (int axis = 0; axis < at.length; axis++) {
            tile = tile * shape.get(axis) + (tiles.along().contains(axes.get(axis)) ? 0 : at[axis]);
        }
        long along = 0;
        for (Axis axis : tiles.along()) {
            int position = axes.indexOf(axis);
            along = position < 0 ? along : along * shape.get(position) + at[position];
        }
        return tile * 1_000_000 + along / tiles.of();
    }

    private static Mask mask(Bundle bundle, List<Unit> best) {
        long[] words = new long[Mask.wordsFor(bundle.units())];
        best.stream()
                .filter(unit -> unit.bundle() == bundle)
                .forEach(unit -> words[(int) (unit.index() >>> 6)] |= 1L << unit.index());
        return Mask.ofWords(List.of(bundle.units()), words);
    }

    private record Unit(Bundle bundle, long index, double score, long tile) {}
}
