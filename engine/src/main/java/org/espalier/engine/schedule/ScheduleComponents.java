package org.espalier.engine.schedule;

import java.util.List;
import org.espalier.api.plugin.Provider;
import org.espalier.api.schedule.Schedule;

/** What users can name of this package. */
public final class ScheduleComponents {
    private ScheduleComponents() {}

    /** Returns the built-in schedules. */
    public static List<Provider<?>> providers() {
        return List.of(
                Provider.of(Schedule.class, "one-shot", "all at once", OneShotSchedule.class),
                Provider.of(Schedule.class, "constant", "stays at the first value", ConstantSchedule.class),
                Provider.of(Schedule.class, "linear", "at an even pace", LinearSchedule.class),
                Provider.of(Schedule.class, "cubic", "fast at first: gradual pruning's sparsity", CubicSchedule.class),
                Provider.of(
                        Schedule.class, "exponential", "by the same factor in equal times", ExponentialSchedule.class),
                Provider.of(Schedule.class, "stepwise", "in equal jumps", StepwiseSchedule.class),
                Provider.of(Schedule.class, "cosine", "slow at both ends", CosineSchedule.class),
                Provider.of(Schedule.class, "step", "by a factor at given epochs", StepSchedule.class),
                Provider.of(Schedule.class, "warm-up", "comes up first, then follows another", WarmUpSchedule.class));
    }
}
