package org.espalier.dist;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.LongSupplier;
import org.espalier.engine.RunListener;
import org.espalier.engine.text.Shown;

/** Shows a run while it goes on: what it measures as lines, its trainings as lines or as a bar. */
abstract class Watch implements RunListener, AutoCloseable {
    /** How long back the pace of a training is looked at. */
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private final PrintStream err;
    private final LongSupplier nanoTime;
    private String watched = "";
    private long trainingStarted;
    private long stepsBefore;
    private Pace pace = new Pace(0, WINDOW);
    private Overall overall = new Overall(List.of(), 0);

    Watch(PrintStream err, LongSupplier nanoTime) {
        this.err = err;
        this.nanoTime = nanoTime;
    }

    static Watch of(Surroundings surroundings) {
        return surroundings.terminal()
                ? new BarWatch(surroundings.err(), System::nanoTime, surroundings.columns())
                : new LineWatch(surroundings.err(), System::nanoTime);
    }

    @Override
    public void started(String name, Path directory) {
        say("running " + name + " in " + directory);
    }

    @Override
    public void planned(List<Planned> trainings) {
        overall = new Overall(trainings, now());
    }

    @Override
    public final void progress(Step step) {
        if (step.step() == 1 || !step.stage().equals(watched)) {
            // a resumed run begins in the middle of a training
            watched = step.stage();
            trainingStarted = now();
            stepsBefore = step.step() - 1;
            pace = new Pace(trainingStarted, WINDOW);
            trainingStarted(step);
        }
        pace.at(now(), (double) step.step());
        overall.at(step, now());
        if (step.step() == step.steps()) {
            trainingFinished();
            String since = stepsBefore == 0 ? "" : " from step " + (stepsBefore + 1) + " on";
            say(line(step) + "  took " + clock(elapsed()) + since + overall(step));
            return;
        }
        training(step);
    }

    /** Called at the first step of a training that is seen. */
    abstract void trainingStarted(Step step);

    /** Called at each step but the last. */
    abstract void training(Step step);

    /** Called at a training's last step, before it is said how it ended. */
    abstract void trainingFinished();

    @Override
    public void measured(String stage, Map<String, Double> values) {
        var line = new StringJoiner("  ").add(stage);
        values.forEach((key, value) -> line.add(key + " " + value(key, value)));
        say(line.toString());
    }

    @Override
    public void said(String message) {
        say(message);
    }

    @Override
    public void close() {
        trainingFinished();
    }

    final void say(String line) {
        err.println(Shown.plain(line));
        err.flush();
    }

    final long now() {
        return nanoTime.getAsLong();
    }

    final Duration elapsed() {
        return Duration.ofNanos(now() - trainingStarted);
    }

    /** Returns how long a training will go on when it goes on as it did; empty as long as that is not known. */
    final Optional<Duration> left(Step step) {
        return pace.left(now(), (double) step.step(), (double) step.steps());
    }

    /** Returns how far the whole run is, led by blanks; nothing where that is not known. */
    final String overall(Step step) {
        return overall.text(step.stage(), now());
    }

    static String line(Step step) {
        int digits = digits(step.epochs());
        return step.stage() + "  epoch " + epochs(Math.min(step.epoch(), step.epochs()), digits) + "/"
                + epochs(step.epochs(), digits) + "  " + numbers(step);
    }

    /** Returns how many digits behind the point tell moments of so many epochs apart. */
    private static int digits(double epochs) {
        return epochs >= 1 || epochs <= 0 ? 1 : Math.min(9, 2 - (int) Math.floor(Math.log10(epochs)));
    }

    private static String epochs(double epochs, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", epochs).replaceFirst("\\.?0+$", "");
    }

    static String numbers(Step step) {
        return String.format(
                Locale.ROOT,
                "loss %.4f  accuracy %.2f %%  sparsity %.2f %%",
                step.loss(),
                step.accuracy() * 100,
                (1 - step.density()) * 100);
    }

    private static String value(String key, double value) {
        return key.endsWith("accuracy") || key.endsWith("density")
                ? String.format(Locale.ROOT, "%.2f %%", value * 100)
                : String.format(Locale.ROOT, "%.6g", value);
    }

    static String clock(Duration duration) {
        long seconds = Math.max(0, Math.round(duration.toMillis() / 1000.0));
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
