package {{package}};

import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;

/** How far the way is gone: the share of the time that has passed, to a power. */
public record {{Class}}(@Knob(value = "the power, above 0", otherwise = "2") double power) implements Schedule {
    public {{Class}} {
        if (!(power > 0)) {
            throw new IllegalArgumentException("the power must be above 0 but was " + power);
        }
    }

    /** 0 is the first value, 1 the last. */
    @Override
    public double at(Progress progress) {
        return Math.pow(progress.fraction(), power);
    }
}
