package org.espalier.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Scope;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.Axis;
import org.espalier.api.model.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Selection as its definition reads: sort each scope's units and take the first. */
final class ReferenceSelector implements Selector {
    private record Unit(int bundle, long index, double score) {}

    @Override
    public MaskSet keepBest(Allocation allocation, Tensors scores, MaskSet eligible, MaskSet into) {
        MaskSet result = into;
        for (Scope scope : allocation.scopes()) {
            if (scope instanceof Scope.Pool pool) {
                result = pool(pool, scores, eligible, result);
            } else if (scope instanceof Scope.Tiles tiles) {
                result = tiles(tiles, scores, eligible, result);
            }
        }
        return result;
    }

    private static MaskSet pool(Scope.Pool pool, Tensors scores, MaskSet eligible, MaskSet into) {
        var units = new ArrayList<Unit>();
        var kept = new ArrayList<boolean[]>();
        for (int b = 0; b < pool.bundles().size(); b++) {
            Bundle bundle = pool.bundles().get(b);
            units.addAll(eligible(bundle, b, scores, eligible));
            kept.add(new boolean[(int) bundle.units()]);
        }
        winners(units, pool.keep()).forEach(unit -> kept.get(unit.bundle())[(int) unit.index()] = true);
        MaskSet result = into;
        for (int b = 0; b < kept.size(); b++) {
            result = expand(pool.bundles().get(b), kept.get(b), result);
        }
        return result;
    }

    private static MaskSet tiles(Scope.Tiles tiles, Tensors scores, MaskSet eligible, MaskSet into) {
        List<Unit> units = eligible(tiles.bundle(), 0, scores, eligible);
        boolean[] kept = new boolean[(int) tiles.bundle().units()];
        List<Long> shape = into.get(tiles.bundle().params().get(0)).shape();
        List<Axis> axes = List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH).subList(0, shape.size());
        units.stream()
                .collect(Collectors.groupingBy(unit -> tile(unit.index(), shape, axes, tiles)))
                .values()
                .forEach(tile -> winners(tile, tiles.keep()).forEach(unit -> kept[(int) unit.index()] = true));
        return expand(tiles.bundle(), kept, into);
    }

    /** Returns which tile an element lies in: its place on the fixed axes, and the run along the others. */
    private static List<Long> tile(long index, List<Long> shape, List<Axis> axes, Scope.Tiles tiles) {
        var fixed = new ArrayList<Long>();
        long run = 0;
        long rest = index;
        long[] place = new long[shape.size()];
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            place[axis] = rest % shape.get(axis);
            rest /= shape.get(axis);
        }
        for (int axis = 0; axis < place.length; axis++) {
            if (tiles.along().contains(axes.get(axis))) {
                run = run * shape.get(axis) + place[axis];
            } else {
                fixed.add(place[axis]);
            }
        }
        fixed.add(run / tiles.of());
        return fixed;
    }

    private static List<Unit> eligible(Bundle bundle, int position, Tensors scores, MaskSet eligible) {
        INDArray pooled = bundle.pool(scores, eligible);
        Mask alive = bundle.alive(eligible);
        var units = new ArrayList<Unit>();
        for (long u = 0; u < bundle.units(); u++) {
            double score = pooled.getDouble(u);
            if (Double.isNaN(score)) {
                throw new IllegalArgumentException("a score of '" + bundle.name() + "' is not a number");
            }
            if (alive.get(u)) {
                units.add(new Unit(position, u, score));
            }
        }
        return units;
    }

    private static List<Unit> winners(List<Unit> units, long keep) {
        return units.stream()
                .sorted(Comparator.comparingDouble(Unit::score)
                        .reversed()
                        .thenComparingInt(Unit::bundle)
                        .thenComparingLong(Unit::index))
                .limit(keep)
                .toList();
    }

    private static MaskSet expand(Bundle bundle, boolean[] kept, MaskSet into) {
        return bundle.expand(Mask.of(List.of(bundle.units()), unit -> kept[(int) unit]), into);
    }
}
