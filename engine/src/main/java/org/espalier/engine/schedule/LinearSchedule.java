package org.espalier.engine.schedule;

import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;

/** Moves at an even pace. */
public record LinearSchedule() implements Schedule {
    @Override
    public double at(Progress progress) {
        return progress.fraction();
    }
}
