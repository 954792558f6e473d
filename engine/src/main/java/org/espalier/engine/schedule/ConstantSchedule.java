package org.espalier.engine.schedule;

import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;

/** Stays at the first value: a learning rate that does not change. */
public record ConstantSchedule() implements Schedule {
    @Override
    public double at(Progress progress) {
        return 0;
    }

    @Override
    public boolean completes() {
        return false;
    }
}
