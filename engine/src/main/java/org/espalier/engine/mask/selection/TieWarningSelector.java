package org.espalier.engine.mask.selection;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Scope;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.engine.text.Shown;

/**
 * Warns when all scores that compete are equal, so that positions alone decide which weights are kept.
 *
 * @param selector selects
 * @param warn takes the warning
 */
public record TieWarningSelector(Selector selector, Consumer<String> warn) implements Selector {
    private static final int SHOWN = 3;

    public TieWarningSelector {
        requireNonNull(selector, "selector is null");
        requireNonNull(warn, "warn is null");
    }

    @Override
    public MaskSet keepBest(Allocation allocation, Tensors scores, MaskSet eligible, MaskSet into) {
        Set<ParamId> undecided = new LinkedHashSet<>();
        Set<Double> found = new LinkedHashSet<>();
        for (Scope scope : allocation.scopes()) {
            Competitors competitors = Competitors.of(scope, scores, eligible);
            if (competitors.areEqual() && scope instanceof Scope.Pool pool && picks(pool, eligible)) {
                undecided.addAll(competitors.params());
                found.add(competitors.first());
            }
        }
        if (!undecided.isEmpty()) {
            String names = Shown.first(undecided.stream().map(ParamId::toString).toList(), ", ", SHOWN);
            String equal = found.size() == 1 ? found.iterator().next().toString() : "equal in each layer";
            warn.accept("all scores of " + names + " are " + equal
                    + ", so that only positions decide which weights are picked. Score by something that differs; what"
                    + " optimizers keep does so after some training");
        }
        return selector.keepBest(allocation, scores, eligible, into);
    }

    /** Returns whether some of those that may win do not. */
    private static boolean picks(Scope.Pool pool, MaskSet eligible) {
        long able = pool.bundles().stream()
                .mapToLong(bundle -> bundle.alive(eligible).alive())
                .sum();
        return pool.keep() > 0 && pool.keep() < able;
    }

    /** The scores of a scope's elements that may win, as far as they were looked at. */
    private static final class Competitors {
        private static final int BLOCK = 1024;

        private final List<ParamId> params = new ArrayList<>();
        private boolean equal = true;
        private boolean found;
        private double first;

        static Competitors of(Scope scope, Tensors scores, MaskSet eligible) {
            var competitors = new Competitors();
            if (scope instanceof Scope.Pool pool) {
                for (Bundle bundle : pool.bundles()) {
                    bundle.params().forEach(id -> competitors.add(id, scores, eligible.get(id)));
                }
            }
            return competitors;
        }

        private void add(ParamId id, Tensors scores, Mask eligible) {
            params.add(id);
            long size = eligible.size();
            ScoreReader reader = ScoreReader.of(scores.get(id));
            for (long from = 0; equal && from < size; from += BLOCK) {
                double[] block = new double[(int) Math.min(BLOCK, size - from)];
                reader.read(from, block);
                for (int i = 0; equal && i < block.length; i++) {
                    if (eligible.get(from + i)) {
                        compare(block[i]);
                    }
                }
            }
        }

        private void compare(double score) {
            if (!found) {
                first = score;
                found = true;
            }
            equal = score == first;
        }

        boolean areEqual() {
            return found && equal;
        }

        double first() {
            return first;
        }

        List<ParamId> params() {
            return params;
        }
    }
}
