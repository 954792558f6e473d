package org.espalier.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.espalier.engine.RunListener.Step;
import org.junit.jupiter.api.Test;

final class LineWatchTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong();

    @Test
    void saysALineAnEpochAndHowATrainingEnded() {
        train(100, 4, Duration.ofMillis(50));

        assertThat(said()).isEqualTo("""
                        train  epoch 1.6/4  loss 0.0244  accuracy 90.00 %  sparsity 75.00 %  left 0:03
                        train  epoch 3.2/4  loss 0.0123  accuracy 90.00 %  sparsity 75.00 %  left 0:01
                        train  epoch 4/4  loss 0.0100  accuracy 90.00 %  sparsity 75.00 %  took 0:05
                        """);
    }

    @Test
    void saysOnlyTheEndOfAShortTraining() {
        train(100, 4, Duration.ofMillis(1));

        assertThat(said().lines()).hasSize(1);
    }

    @Test
    void saysSomethingWithinALongEpoch() {
        train(100, 1, Duration.ofMillis(400));

        assertThat(said().lines()).hasSize(3).first().asString().contains("epoch 0.4/1", "left 0:24");
    }

    @Test
    void tellsTheTimeLeftOfATrainingThatIsTakenUpInItsMiddle() {
        train(51, 100, 4, Duration.ofMillis(100));

        assertThat(said()).isEqualTo("""
                        train  epoch 2.8/4  loss 0.0141  accuracy 90.00 %  sparsity 75.00 %  left 0:03
                        train  epoch 3.6/4  loss 0.0110  accuracy 90.00 %  sparsity 75.00 %  left 0:01
                        train  epoch 4/4  loss 0.0100  accuracy 90.00 %  sparsity 75.00 %  took 0:05
                        """);
    }

    @Test
    void saysWhatWasMeasured() {
        var values = new LinkedHashMap<String, Double>();
        values.put("validation.accuracy", 0.98412);
        values.put("validation.loss", 0.0712);
        try (var watch = watch()) {
            watch.started("lottery", Path.of("runs/1"));
            watch.measured("repeat[2]/evaluate", values);
            watch.said("fc3 lost its last weight");
        }

        assertThat(said()).isEqualTo("""
                        running lottery in runs/1
                        repeat[2]/evaluate  validation.accuracy 98.41 %  validation.loss 0.0712000
                        fc3 lost its last weight
                        """);
    }

    @Test
    void writesDurationsAsClocksDo() {
        assertThat(Watch.clock(Duration.ofSeconds(7))).isEqualTo("0:07");
        assertThat(Watch.clock(Duration.ofSeconds(754))).isEqualTo("12:34");
        assertThat(Watch.clock(Duration.ofSeconds(3600 + 62))).isEqualTo("1:01:02");
    }

    private void train(int steps, int epochs, Duration stepTime) {
        train(1, steps, epochs, stepTime);
    }

    private void train(int first, int steps, int epochs, Duration stepTime) {
        try (var watch = watch()) {
            for (int step = first; step <= steps; step++) {
                clock.addAndGet(stepTime.toNanos());
                watch.progress(
                        new Step("train", step, steps, (double) step * epochs / steps, epochs, 1.0 / step, 0.9, 0.25));
            }
        }
    }

    private LineWatch watch() {
        return new LineWatch(new PrintStream(err, true, StandardCharsets.UTF_8), clock::get);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
