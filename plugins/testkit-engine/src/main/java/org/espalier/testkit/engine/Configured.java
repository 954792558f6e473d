package org.espalier.testkit.engine;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.espalier.api.budget.Budget;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Redistribution;
import org.espalier.api.data.DataSource;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.mask.Granularity;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.plugin.Knob;
import org.espalier.api.report.Metric;
import org.espalier.api.report.Reporter;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Criterion;
import org.espalier.api.stage.Stage;
import org.espalier.api.train.Optimizer;
import org.espalier.api.train.TrainingHook;
import org.espalier.engine.config.ConfigReader;
import org.espalier.engine.config.Source;
import org.espalier.engine.plugin.Registry;

/** Makes components from what users write, through the engine's own reader: with defaults, bounds and presets. */
@API(status = EXPERIMENTAL, since = "0.1")
public final class Configured {
    private interface Root {
        Object component();
    }

    private record OfDataSource(@Knob("it") DataSource component) implements Root {}

    private record OfStage(@Knob("it") Stage component) implements Root {}

    private record OfOptimizer(@Knob("it") Optimizer component) implements Root {}

    private record OfTrainingHook(@Knob("it") TrainingHook component) implements Root {}

    private record OfSchedule(@Knob("it") Schedule component) implements Root {}

    private record OfCriterion(@Knob("it") Criterion component) implements Root {}

    private record OfGranularity(@Knob("it") Granularity component) implements Root {}

    private record OfDistribution(@Knob("it") Distribution component) implements Root {}

    private record OfRedistribution(@Knob("it") Redistribution component) implements Root {}

    private record OfMaskPolicy(@Knob("it") MaskPolicy component) implements Root {}

    private record OfParameterization(@Knob("it") Parameterization component) implements Root {}

    private record OfRegularizer(@Knob("it") Regularizer component) implements Root {}

    private record OfDecomposition(@Knob("it") Decomposition component) implements Root {}

    private record OfBudget(@Knob("it") Budget component) implements Root {}

    private record OfBudgetSolver(@Knob("it") BudgetSolver component) implements Root {}

    private record OfMetric(@Knob("it") Metric component) implements Root {}

    private record OfModelFormat(@Knob("it") ModelFormat component) implements Root {}

    private record OfReporter(@Knob("it") Reporter component) implements Root {}

    private static final List<Class<? extends Record>> ROOTS = List.of(
            OfDataSource.class,
            OfStage.class,
            OfOptimizer.class,
            OfTrainingHook.class,
            OfSchedule.class,
            OfCriterion.class,
            OfGranularity.class,
            OfDistribution.class,
            OfRedistribution.class,
            OfMaskPolicy.class,
            OfParameterization.class,
            OfRegularizer.class,
            OfDecomposition.class,
            OfBudget.class,
            OfBudgetSolver.class,
            OfMetric.class,
            OfModelFormat.class,
            OfReporter.class);

    private Configured() {}

    /**
     * Returns the component that a user would get.
     *
     * @param registry where its name is looked up
     * @param seam what it is
     * @param yaml its name, or a mapping from its name to its options, on one line
     * @throws org.espalier.engine.config.ConfigException with every problem of what is written
     */
    public static <T> T component(Registry registry, Class<T> seam, String yaml) {
        Class<? extends Record> root = ROOTS.stream()
                .filter(type -> Stream.of(type.getRecordComponents()).anyMatch(part -> part.getType() == seam))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(seam + " is no seam"));
        var source = new Source("test.yaml", "component: " + yaml + "\n");
        Root bound =
                (Root) new ConfigReader(registry).read(source, List.of(), root).value();
        return seam.cast(bound.component());
    }
}
