package org.espalier.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.espalier.engine.RunListener.Planned;
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
            train  epoch 4/4  loss 0.0100  accuracy 90.00 %  sparsity 75.00 %  took 0:05 from step 51 on
            """);
    }

    /** A program that was just started is slow: its first second would foretell minutes. */
    @Test
    void doesNotCountTheFirstSecondAfterAStart() {
        try (var watch = watch()) {
            for (int step = 51; step <= 400; step++) {
                clock.addAndGet(Duration.ofMillis(step == 52 ? 3000 : 20).toNanos());
                watch.progress(new Step("train", step, 400, step / 100.0, 4, 1.0 / step, 0.9, 0.25));
            }
        }

        assertThat(said().lines().limit(2))
                .satisfiesExactly(
                        first -> assertThat(first).contains("epoch 1/4").doesNotContain("left"),
                        second -> assertThat(second).contains("left 0:0").doesNotContain("left 0:09"));
    }

    @Test
    void tellsFractionsOfAnEpochApart() {
        assertThat(Watch.line(new Step("train", 1, 2, 0.01, 0.02, 1, 0.5, 1))).startsWith("train  epoch 0.01/0.02  ");
        assertThat(Watch.line(new Step("train", 1, 3, 0.15, 0.45, 1, 0.5, 1))).startsWith("train  epoch 0.15/0.45  ");
        assertThat(Watch.line(new Step("train", 1, 3, 1e-4, 2e-4, 1, 0.5, 1)))
                .startsWith("train  epoch 0.0001/0.0002 ");
        assertThat(Watch.line(new Step("train", 1, 3, 10, 100, 1, 0.5, 1))).startsWith("train  epoch 10/100  ");
        assertThat(Watch.line(new Step("train", 5, 5, 0.556, 0.5, 1, 0.5, 1))).startsWith("train  epoch 0.5/0.5  ");
        assertThat(Watch.line(new Step("train", 0, 0, 0, 0, 1, 0.5, 1))).startsWith("train  epoch 0/0  ");
    }

    @Test
    void tellsTheRoundAndTheTimeLeftInAll() {
        var planned = new ArrayList<Planned>();
        for (int round = 1; round <= 4; round++) {
            planned.add(new Planned("repeat[" + round + "]/train", 100, 1000));
            planned.add(new Planned("repeat[" + round + "]/branch:control/train", 100, 1000));
        }
        try (var watch = watch()) {
            watch.planned(planned);
            for (Planned training : planned.subList(0, 3)) {
                for (int step = 1; step <= 100; step++) {
                    clock.addAndGet(Duration.ofMillis(50).toNanos());
                    watch.progress(new Step(training.stage(), step, 100, step / 100.0, 1, 1.0 / step, 0.9, 0.25));
                }
            }
        }

        assertThat(said()).isEqualTo("""
            repeat[1]/train  epoch 1/1  loss 0.0100  accuracy 90.00 %  sparsity 75.00 %  took 0:05  round 1 of 4  in all left 0:35
            repeat[1]/branch:control/train  epoch 1/1  loss 0.0100  accuracy 90.00 %  sparsity 75.00 %  took 0:05  round 1 of 4  in all left 0:30
            repeat[2]/train  epoch 1/1  loss 0.0100  accuracy 90.00 %  sparsity 75.00 %  took 0:05  round 2 of 4  in all left 0:25
            """);
    }

    @Test
    void tellsTheTimeLeftInAllOfARunThatIsTakenUpInItsMiddle() {
        var planned = IntStream.rangeClosed(1, 10)
                .mapToObj(round -> new Planned("repeat[" + round + "]/train", 100, 1000))
                .toList();
        try (var watch = watch()) {
            watch.planned(planned);
            for (int step = 51; step <= 100; step++) {
                clock.addAndGet(Duration.ofMillis(50).toNanos());
                watch.progress(new Step("repeat[8]/train", step, 100, step / 100.0, 1, 1.0 / step, 0.9, 0.25));
            }
        }

        assertThat(said()).endsWith("took 0:02 from step 51 on  round 8 of 10  in all left 0:10\n");
    }

    @Test
    void saysNothingOfAllWhereSomethingTrainsThatWasNotPlanned() {
        try (var watch = watch()) {
            watch.planned(List.of(new Planned("train", 100, 1000), new Planned("train#2", 100, 1000)));
            for (String stage : List.of("acme", "train")) {
                for (int step = 1; step <= 100; step++) {
                    clock.addAndGet(Duration.ofMillis(50).toNanos());
                    watch.progress(new Step(stage, step, 100, step / 100.0, 1, 1.0 / step, 0.9, 0.25));
                }
            }
        }

        assertThat(said()).doesNotContain("in all");
    }

    @Test
    void countsMethodsOfAComparison() {
        var planned = new ArrayList<Planned>();
        for (String run : List.of("[1]:a", "[1]:b@0.1", "[2]:a", "[2]:b@0.1")) {
            planned.add(new Planned("compare" + run + "/train", 100, 1000));
        }
        var overall = new Overall(planned, 0);

        assertThat(overall.text("compare[2]:a/train", 0)).isEqualTo("  method run 3 of 4");
        assertThat(overall.text("evaluate", 0)).isEmpty();
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
