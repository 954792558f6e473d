package org.espalier.plugins.alds;

import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
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
        double exactly = 0;
        double alternately = 0;
        int better = 0;
        for (int i = 0; i < BUDGETS; i++) {
            double keep = LARGEST * Math.pow(SMALLEST / LARGEST, i / (BUDGETS - 1.0));
            var alternated = new Picks[1];
            var exact = new Picks[1];
            alternately += seconds(() -> alternated[0] = solve(new Alternating(15, 4), keep * whole, choices));
            exactly += seconds(() -> exact[0] = solve(new MinMax(), alternated[0].cost(), choices));
            better += exact[0].worst() < alternated[0].worst() ? 1 : 0;
            print(
                    "%5.1f %% of parameters: min-max %.6f, alternating %.6f (%.2f %% above) with %.1f %%",
                    100 * keep,
                    exact[0].worst(),
                    alternated[0].worst(),
                    100 * (alternated[0].worst() / exact[0].worst() - 1),
                    100 * alternated[0].cost() / whole);
        }
        print(
                "min-max is better at %d of %d; all budgets in %.3f s, alternating %.3f s (%.0f times)",
                better, BUDGETS, exactly, alternately, alternately / exactly);
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
