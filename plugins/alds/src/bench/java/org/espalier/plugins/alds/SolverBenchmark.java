package org.espalier.plugins.alds;

import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;

/**
 * Compares the exact solver with the alternation on networks in files, at ten budgets of parameters each: worst error, what was
 * spent, and seconds with all factorizations known and not. The exact solver gets what the alternation used.
 */
final class SolverBenchmark {
    private static final CostModel PARAMETERS = (inputShape, chain) -> chain.stream()
            .flatMap(layer -> layer.params().stream())
            .mapToDouble(ParamInfo::size)
            .sum();
    private static final int BUDGETS = 10;
    private static final double LARGEST = 0.85;
    private static final double SMALLEST = 0.1;
    private static final int ROUNDS = 5;

    private SolverBenchmark() {}

    /** Takes an error measure ({@code reference}, {@code exact}) and files. */
    public static void main(String[] arguments) throws IOException {
        // As in a run: work is shared out by layers, not within BLAS.
        blas_set_num_threads(1);
        ErrorMeasure measure = ErrorMeasure.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        for (String file : List.of(arguments).subList(1, arguments.length)) {
            compare(file, ModelFile.read(Path.of(file)), measure);
        }
    }

    private static void compare(String name, ModelFile model, ErrorMeasure measure) {
        var alds = new Alds(List.of(Folding.ENCODE), List.of(), measure);
        var glance = new Glance(model, new SplittableRandom(1));
        var choices = new LinkedHashMap<LayerId, List<Choice>>();
        for (LayerView layer : model.layers()) {
            choices.put(layer.id(), alds.choices(layer, PARAMETERS, glance));
        }
        double whole =
                choices.values().stream().mapToDouble(own -> own.get(0).cost()).sum();
        print("%s: %d layers, %,.0f parameters, %s", name, choices.size(), whole, measure.words());
        print(
                "first solve, which computes what it needs: %.3f s",
                seconds(() -> solve(new MinMax(), whole / 2, choices)));
        int better = 0;
        double[] keeps = IntStream.range(0, BUDGETS)
                .mapToDouble(i -> LARGEST * Math.pow(SMALLEST / LARGEST, i / (BUDGETS - 1.0)))
                .toArray();
        double[] spent = new double[BUDGETS];
        double alternately = 0;
        double exactly = 0;
        for (int i = 0; i < BUDGETS; i++) {
            double budget = keeps[i] * whole;
            var alternated = new Picks[1];
            var exact = new Picks[1];
            alternately += seconds(() -> alternated[0] = solve(new Alternating(15, 4), budget, choices));
            spent[i] = alternated[0].cost();
            exactly += seconds(() -> exact[0] = solve(new MinMax(), alternated[0].cost(), choices));
            better += exact[0].worst() < alternated[0].worst() ? 1 : 0;
            print(
                    "%5.1f %% of parameters: min-max %.6f, alternating %.6f (%.2f %% above) with %.1f %%",
                    100 * keeps[i],
                    exact[0].worst(),
                    alternated[0].worst(),
                    100 * (alternated[0].worst() / exact[0].worst() - 1),
                    100 * spent[i] / whole);
        }
        print(
                "min-max is better at %d of %d; the first time, with what errors take, %.3f s, alternating %.3f s (%.0f times)",
                better, BUDGETS, exactly, alternately, alternately / exactly);
        var solved = new ArrayList<Double>();
        var others = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            others.add(seconds(
                    () -> Arrays.stream(keeps).forEach(keep -> solve(new Alternating(15, 4), keep * whole, choices))));
            solved.add(seconds(() -> Arrays.stream(spent).forEach(budget -> solve(new MinMax(), budget, choices))));
        }
        double median = SearchBenchmark.median(solved);
        double other = SearchBenchmark.median(others);
        print(
                "errors known, medians of %d rounds: min-max %.4f s, alternating %.4f s (%.0f times; %.4f to %.4f s, %.4f to %.4f s)",
                ROUNDS,
                median,
                other,
                other / median,
                Collections.min(solved),
                Collections.max(solved),
                Collections.min(others),
                Collections.max(others));
    }

    private static Picks solve(BudgetSolver solver, double budget, Map<LayerId, List<Choice>> choices) {
        return new Picks(solver.solve(budget, choices, new Glance(new ModelFile(), new SplittableRandom(1))));
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
