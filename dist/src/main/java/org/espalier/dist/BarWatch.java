package org.espalier.dist;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows the training that goes on as a bar, with its numbers and the time left; the bar gives way to a line at its end. */
final class BarWatch extends Watch {
    private static final int REDRAW_MILLISECONDS = 200;

    private final PrintStream err;
    private final int columns;
    private @Nullable ProgressBar bar;
    /** Read by the thread that draws. */
    private volatile Optional<Duration> left = Optional.empty();

    BarWatch(PrintStream err, LongSupplier nanoTime, int columns) {
        super(err, nanoTime);
        this.err = err;
        this.columns = columns;
    }

    @Override
    void trainingStarted(Step step) {
        trainingFinished();
        left = Optional.empty();
        bar = new ProgressBarBuilder()
                .setTaskName(step.stage())
                .setInitialMax(step.steps())
                .startsFrom(step.step() - 1, Duration.ZERO)
                .setEtaFunction(state -> left)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setUpdateIntervalMillis(REDRAW_MILLISECONDS)
                .setConsumer(new ConsoleProgressBarConsumer(err, columns - 1))
                .clearDisplayOnFinish()
                .build();
    }

    @Override
    void training(Step step) {
        if (bar != null) {
            bar.stepTo(step.step());
            left = left(step);
            bar.setExtraMessage(" " + numbers(step) + overall(step));
        }
    }

    @Override
    void trainingFinished() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
