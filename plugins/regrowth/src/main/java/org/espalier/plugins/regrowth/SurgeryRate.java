package org.espalier.plugins.regrowth;

import jakarta.validation.constraints.PositiveOrZero;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;

/**
 * The chance that surgery lets a step pass, {@code 1 − (1 + γ · step)^−power}: revisions become rarer so that training can
 * converge (Guo, Yao and Chen 2016, section 3.3; the form is that of the authors' code). A cadence's {@code skipping}.
 *
 * <p>Departures: one draw, behind a step, decides for all layers, where the authors' code draws for each layer in each forward pass; and
 * steps count from the cadence's start, there from the training's.
 *
 * @param gamma how soon they become rarer
 * @param power how much
 */
public record SurgeryRate(
        @Knob(value = "how soon revisions become rarer", otherwise = "1e-4") @PositiveOrZero
        double gamma,

        @Knob(value = "how much rarer they become", otherwise = "1") @PositiveOrZero
        double power)
        implements Schedule {
    @Override
    public double at(Progress progress) {
        return 1 - StrictMath.pow(1 + gamma * progress.step(), -power);
    }

    @Override
    public boolean completes() {
        return false;
    }
}
