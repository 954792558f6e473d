package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.espalier.api.report.RunRecord;
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
    void theLastEpochOfATrainingAtOneDensityStandsForAll() {
        var rows = new ArrayList<>(epoch(10, "train", 0.5, 0.9));
        rows.addAll(epoch(20, "train", 0.5, 0.8));
        rows.addAll(measured(20, "evaluate", 0.5, 0.8));

        Curves curves = Curves.of(FakeRuns.of(rows, List.of()));
        assertThat(curves.againstWeightsLeft().get(0).points())
                .containsExactly(new Curve.Point("evaluate", 20, 0.5, 0.8));
        assertThat(curves.best("validation.accuracy")).isEqualTo(0.9);
    }

    @Test
    void keepsWhatWasMeasuredBeforeAndAfterADecompositionAtOneStep() {
        var rows = new ArrayList<>(epoch(10, "train", 1, 0.914));
        rows.addAll(measured(10, "evaluate", 1, 0.914));
        rows.add(new MetricRow(10, "decompose", "density", 1));
        rows.add(new MetricRow(10, "decompose", "weights-left", 0.3));
        rows.addAll(measuredOfLess(10, "evaluate#2", 0.3, 0.381));
        rows.addAll(measuredOfLess(20, "evaluate#3", 0.3, 0.864));

        RunRecord record = FakeRuns.of(rows, List.of());
        assertThat(Curves.of(record).againstWeightsLeft().get(0).points())
                .containsExactly(
                        new Curve.Point("evaluate", 10, 1, 0.914),
                        new Curve.Point("evaluate#2", 10, 0.3, 0.381),
                        new Curve.Point("evaluate#3", 20, 0.3, 0.864));
        assertThat(RunTables.of(record)).isEqualTo("""
            Accuracy by weights left
            weights left  validation  stage
                   100 %     91.40 %  evaluate
                 30.00 %     38.10 %  evaluate#2
                 30.00 %     86.40 %  evaluate#3

            """);
    }

    /** Weights that a stage replaces without another density, as quantizing them would. */
    @Test
    void keepsSeveralMeasurementsAtOneStepAndDensity() {
        var rows = new ArrayList<>(measured(10, "evaluate", 1, 0.9));
        rows.addAll(measured(10, "evaluate#2", 1, 0.4));
        rows.addAll(measured(10, "acme", 1, 0.3));
        rows.addAll(measured(10, "acme", 1, 0.2));
        rows.addAll(measured(20, "acme", 1, 0.1));

        assertThat(Curves.of(FakeRuns.of(rows, List.of()))
                        .againstWeightsLeft()
                        .get(0)
                        .points())
                .extracting(Curve.Point::value)
                .containsExactly(0.9, 0.4, 0.3, 0.2, 0.1);
    }

    @Test
    void keepsAnEpochThatWasUndoneBeforeTheNextMeasurement() {
        var rows = new ArrayList<>(epoch(20, "train", 1, 0.8));
        rows.addAll(measured(20, "evaluate", 1, 0.9));

        assertThat(Curves.of(FakeRuns.of(rows, List.of()))
                        .againstWeightsLeft()
                        .get(0)
                        .points())
                .extracting(Curve.Point::value)
                .containsExactly(0.8, 0.9);
    }

    /** Whatever is measured in whatever order, nothing but epochs of trainings is ever left out. */
    @Property(tries = 200)
    void everyMeasurementIsAPoint(
            @ForAll @Size(max = 12) List<@IntRange(max = 3) Integer> steps,
            @ForAll @IntRange(min = 1, max = 3) int stages,
            @ForAll @IntRange(min = 1, max = 2) int densities) {
        var rows = new ArrayList<MetricRow>();
        for (int i = 0; i < steps.size(); i++) {
            rows.addAll(measured(steps.get(i), "evaluate#" + i % stages, 1.0 / (1 + i % densities), 0.01 * i));
        }
        RunRecord record = FakeRuns.of(rows, List.of());

        List<Curve> curves = Curves.of(record).againstWeightsLeft();
        assertThat(curves.stream().mapToInt(curve -> curve.points().size()).sum())
                .isEqualTo(steps.size());
        assertThat(WeightsLeft.of(curves).rows()).hasSize(steps.size());
    }

    @Test
    void aMeasurementWithoutDensityIsKeptBesideThoseThatHaveOne() {
        var record = FakeRuns.of(
                List.of(
                        new MetricRow(10, "acme", "validation.accuracy", 0.7),
                        new MetricRow(20, "evaluate", "validation.accuracy", 0.81),
                        new MetricRow(20, "evaluate", "density", 0.5)),
                List.of());

        assertThat(Curves.of(record).againstWeightsLeft())
                .containsExactly(new Curve(
                        "",
                        "validation.accuracy",
                        List.of(new Curve.Point("acme", 10, 1, 0.7), new Curve.Point("evaluate", 20, 0.5, 0.81))));
    }

    @Test
    void whatOneSeriesMeasuredAtTwoStepsIsNotOneRow() {
        var rows = new ArrayList<>(measured(10, "evaluate", 1, 0.9));
        rows.add(new MetricRow(20, "evaluate#2", "density", 1));
        rows.add(new MetricRow(20, "evaluate#2", "test.accuracy", 0.8));

        assertThat(RunTables.of(FakeRuns.of(rows, List.of()))).isEqualTo("""
            Accuracy by weights left
            weights left  validation     test  stage
                   100 %     90.00 %        –  evaluate
                   100 %           –  80.00 %  evaluate#2

            """);
    }

    @Test
    void aRowOfSeveralSeriesNamesTheStageOfEach() {
        var rows = new ArrayList<>(epoch(10, "branch:a/train", 1, 0.5));
        rows.addAll(measured(20, "evaluate", 1, 0.6));
        rows.add(new MetricRow(20, "evaluate", "test.accuracy", 0.7));

        assertThat(RunTables.of(FakeRuns.of(rows, List.of()))).isEqualTo("""
            Accuracy by weights left
            weights left  a · validation  main · validation  main · test  stage
                   100 %         50.00 %            60.00 %      70.00 %  branch:a/train, evaluate

            """);
    }

    private static List<MetricRow> epoch(long step, String stage, double density, double accuracy) {
        return List.of(
                new MetricRow(step, stage, "train.loss", 0.1),
                new MetricRow(step, stage, "train.accuracy", 0.99),
                new MetricRow(step, stage, "learning-rate", 0.01),
                new MetricRow(step, stage, "density", density),
                new MetricRow(step, stage, "validation.accuracy", accuracy));
    }

    private static List<MetricRow> measured(long step, String stage, double density, double accuracy) {
        return List.of(
                new MetricRow(step, stage, "density", density),
                new MetricRow(step, stage, "validation.accuracy", accuracy));
    }

    private static List<MetricRow> measuredOfLess(long step, String stage, double left, double accuracy) {
        return List.of(
                new MetricRow(step, stage, "density", 1),
                new MetricRow(step, stage, "weights-left", left),
                new MetricRow(step, stage, "validation.accuracy", accuracy));
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
