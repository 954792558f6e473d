package org.espalier.dist;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Shows trainings as lines, for logs: about one an epoch, and none for a while after each. */
final class LineWatch extends Watch {
    private static final Duration BETWEEN_EPOCHS = Duration.ofSeconds(2);
    private static final Duration WITHIN_AN_EPOCH = Duration.ofSeconds(15);

    private long lastLine;
    private int lastEpoch;

    LineWatch(PrintStream err, LongSupplier nanoTime) {
        super(err, nanoTime);
    }

    @Override
    void trainingStarted(Step step) {
        lastLine = now();
        lastEpoch = 0;
    }

    @Override
    void training(Step step) {
        int epoch = (int) Math.floor(step.epoch() + 1e-9);
        Duration silence = Duration.ofNanos(now() - lastLine);
        boolean epochEnded = epoch > lastEpoch && silence.compareTo(BETWEEN_EPOCHS) >= 0;
        if (!epochEnded && silence.compareTo(WITHIN_AN_EPOCH) < 0) {
            return;
        }
        lastEpoch = epoch;
        lastLine = now();
        say(line(step) + left(step).map(left -> "  left " + clock(left)).orElse("") + overall(step));
    }

    @Override
    void trainingFinished() {
        // each line is whole already
    }
}
