package org.espalier.engine.schedule;

import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;

/** {@code (1 - cos πf) / 2}: slow at both ends. RigL's drop fraction and cosine annealing follow it. */
public record CosineSchedule() implements Schedule {
    @Override
    public double at(Progress progress) {
        return (1 - StrictMath.cos(Math.PI * progress.fraction())) / 2;
    }
}
