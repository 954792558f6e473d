package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;
import org.junit.jupiter.api.Test;

final class CurvesTest {
    @Test
    void pairsAnAccuracyWithTheDensityOfItsStageAndStep() {
        var record = FakeRuns.of(
                List.of(
                        new MetricRow(10, "repeat[1]/evaluate", "validation.accuracy", 0.9),
                        new MetricRow(10, "repeat[1]/evaluate", "density", 1.0),
                        new MetricRow(20, "repeat[2]/evaluate", "density", 0.8),
                        new MetricRow(20, "repeat[2]/evaluate", "validation.accuracy", 0.95),
                        new MetricRow(20, "repeat[2]/evaluate", "train.accuracy", 0.99)),
                List.of());

        assertThat(Curves.of(record).againstWeightsLeft())
                .containsExactly(new Curve(
                        "",
                        "validation.accuracy",
                        List.of(
                                new Curve.Point("repeat[1]/evaluate", 10, 1.0, 0.9),
                                new Curve.Point("repeat[2]/evaluate", 20, 0.8, 0.95))));
    }

    @Test
    void takesTheDensityOfTheMasksWhereNoneWasMeasured() {
        var record = FakeRuns.of(
                List.of(
                        new MetricRow(10, "evaluate", "test.accuracy", 0.9),
                        new MetricRow(20, "evaluate#2", "test.accuracy", 0.8)),
                List.of(new MaskRow(10, "prune", "a", 1, 4), new MaskRow(10, "prune", "b", 2, 2)));

        assertThat(Curves.of(record).againstWeightsLeft().get(0).points())
                .extracting(Curve.Point::density)
                .containsExactly(1.0, 0.5);
    }

    @Test
    void keepsTheLastEpochOfATrainingAtOneDensity() {
        var record = FakeRuns.of(
                List.of(
                        new MetricRow(10, "train", "density", 0.5),
                        new MetricRow(10, "train", "validation.accuracy", 0.7),
                        new MetricRow(20, "train", "density", 0.5),
                        new MetricRow(20, "train", "validation.accuracy", 0.8),
                        new MetricRow(20, "evaluate", "density", 0.5),
                        new MetricRow(20, "evaluate", "validation.accuracy", 0.8)),
                List.of());

        assertThat(Curves.of(record).againstWeightsLeft().get(0).points())
                .containsExactly(new Curve.Point("evaluate", 20, 0.5, 0.8));
    }

    @Test
    void leavesOutTheEpochsOfTrainingsWhereStagesMeasureBesideADensity() {
        var record = FakeRuns.of(
                List.of(
                        new MetricRow(10, "train", "validation.accuracy", 0.7),
                        new MetricRow(20, "train", "validation.accuracy", 0.8),
                        new MetricRow(20, "evaluate", "validation.accuracy", 0.81),
                        new MetricRow(20, "evaluate", "density", 0.5)),
                List.of());

        assertThat(Curves.of(record).againstWeightsLeft())
                .containsExactly(
                        new Curve("", "validation.accuracy", List.of(new Curve.Point("evaluate", 20, 0.5, 0.81))));
    }

    @Test
    void givesAStageOnTheSideASeriesOfItsOwn() {
        var record = FakeRuns.of(
                List.of(
                        new MetricRow(10, "repeat[1]/evaluate", "validation.accuracy", 0.9),
                        new MetricRow(10, "repeat[1]/evaluate", "density", 0.2),
                        new MetricRow(20, "repeat[1]/branch:control/evaluate", "validation.accuracy", 0.7),
                        new MetricRow(20, "repeat[1]/branch:control/evaluate", "density", 0.2)),
                List.of());

        assertThat(Curves.of(record).againstWeightsLeft())
                .extracting(Curve::label)
                .containsExactly("main · validation", "control · validation");
    }

    @Test
    void followsADensityThatFallsDuringOneTraining() {
        assertThat(Curves.of(FakeRuns.gradual(30)).againstWeightsLeft().get(0).points())
                .hasSize(30)
                .isSortedAccordingTo(
                        Comparator.comparingDouble(Curve.Point::density).reversed());
    }

    @Test
    void leavesOutWhatIsNotANumber() {
        var record = FakeRuns.of(
                List.of(
                        new MetricRow(1, "train", "train.loss", 2.0),
                        new MetricRow(2, "train", "train.loss", Double.NaN),
                        new MetricRow(3, "train", "train.loss", Double.POSITIVE_INFINITY)),
                List.of());

        assertThat(Curves.of(record).overTime("loss").get(0).points()).hasSize(1);
    }

    @Test
    void thinsToTheLimitAndKeepsTheLastPoint() {
        var points = java.util.stream.LongStream.rangeClosed(1, 1000)
                .mapToObj(step -> new Curve.Point("train", step, 1, step))
                .toList();

        Curve thin = new Curve("", "train.loss", points).thinned(7);

        assertThat(thin.points()).hasSize(7).last().isEqualTo(points.get(999));
    }

    @Test
    void gathersWhatWasTakenDownWhileTrainingByTheFirstWordOfItsName() {
        var rows = new ArrayList<MetricRow>();
        for (int step = 10; step <= 30; step += 10) {
            rows.add(new MetricRow(step, "train", "train.loss", 0.5));
            rows.add(new MetricRow(step, "train", "learning-rate", 0.1));
            rows.add(new MetricRow(step, "train", "density", 1.0 / step));
            rows.add(new MetricRow(step, "train", "density.fc1", 0.5 / step));
        }
        rows.add(new MetricRow(30, "train", "dst.alpha", 5e-4));

        var progress = Curves.of(FakeRuns.of(rows, List.of())).progress();

        assertThat(progress).containsOnlyKeys("learning-rate", "density");
        assertThat(progress.get("density")).extracting(Curve::measure).containsExactly("density", "density.fc1");
        assertThat(progress.get("density").get(1).points())
                .extracting(Curve.Point::value)
                .containsExactly(0.05, 0.025, 0.5 / 30);
    }
}
