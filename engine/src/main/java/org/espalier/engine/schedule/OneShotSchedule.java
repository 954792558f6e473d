package org.espalier.engine.schedule;

import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;

/** At its last value from the first moment on. */
public record OneShotSchedule() implements Schedule {
    @Override
    public double at(Progress progress) {
        return 1;
    }
}
