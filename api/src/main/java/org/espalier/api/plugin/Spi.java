package org.espalier.api.plugin;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
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
import org.espalier.api.report.Metric;
import org.espalier.api.report.Reporter;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Criterion;
import org.espalier.api.stage.Stage;
import org.espalier.api.train.Optimizer;
import org.espalier.api.train.TrainingHook;

/** The SPI itself: its version, and the seams that a plugin may fill. */
@API(status = EXPERIMENTAL, since = "0.1")
public final class Spi {
    /**
     * The version of this SPI, {@code major.minor}. A compile-time constant on purpose: a plugin that mentions it
     * carries the value it was compiled against. A plugin is accepted when its major version equals this one and its
     * minor version is not above this one.
     */
    public static final String VERSION = "1.0";

    /** Every seam, in the order in which a run meets them. */
    public static final List<Class<?>> SEAMS = List.of(
            DataSource.class,
            Stage.class,
            Optimizer.class,
            TrainingHook.class,
            Schedule.class,
            Criterion.class,
            Granularity.class,
            Distribution.class,
            Redistribution.class,
            MaskPolicy.class,
            Parameterization.class,
            Regularizer.class,
            Decomposition.class,
            Budget.class,
            BudgetSolver.class,
            Metric.class,
            ModelFormat.class,
            Reporter.class);

    private Spi() {}
}
