package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.report.RunRecord;
import org.espalier.api.report.RunRecord.MetricRow;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
    /** Two repeats of a dense network, and of a sparse one with two settings. */
    private static RunRecord record() {
        var rows = new ArrayList<MetricRow>();
        for (int repeat = 1; repeat <= 2; repeat++) {
            rows.addAll(method("compare[" + repeat + "]:dense", 1, 0.98 + 0.002 * repeat));
            rows.addAll(method("compare[" + repeat + "]:set@0.02", 0.02, 0.95 + 0.01 * repeat));
            rows.addAll(method("compare[" + repeat + "]:set@0.1", 0.1, 0.97));
        }
        rows.add(new MetricRow(900, "evaluate", "density", 1));
        rows.add(new MetricRow(900, "evaluate", "test.accuracy", 0.5));
        return FakeRuns.of(rows, List.of());
    }

    private static List<MetricRow> method(String stage, double density, double test) {
        return List.of(
                new MetricRow(300, stage + "/train", "density", density),
                new MetricRow(300, stage + "/train", "validation.accuracy", 0.111),
                new MetricRow(200, stage + "/evaluate", "validation.accuracy", 0.999),
                new MetricRow(300, stage, "steps", 300),
                new MetricRow(300, stage, "flops", Math.round(532_000 * density)),
                new MetricRow(300, stage, "density", density),
                new MetricRow(300, stage, "validation.accuracy", 0.96),
                new MetricRow(300, stage, "density", density),
                new MetricRow(300, stage, "test.accuracy", test));
    }

    @Test
    void gathersTheRepeatsOfEachMethodAndSetting() {
        assertThat(Comparison.of(record())).singleElement().satisfies(comparison -> {
            assertThat(comparison.stage()).isEqualTo("compare");
            assertThat(comparison.measures()).containsExactly("validation.accuracy", "test.accuracy");
            assertThat(comparison.methods())
                    .extracting(Comparison.Method::name)
                    .containsExactly("dense", "set@0.02", "set@0.1");
            assertThat(comparison.methods().get(1).values("test.accuracy")).containsExactly(0.96, 0.97);
        });
    }

    @Test
    void drawsOneLineAMethodThroughTheMediansOfItsSettings() {
        assertThat(Comparison.of(record()).get(0).lines())
                .containsExactly(
                        new Comparison.Line(
                                "dense", List.of(new Comparison.Point("dense", 1, new Spread(0.982, 0.983, 0.984)))),
                        new Comparison.Line(
                                "set",
                                List.of(
                                        new Comparison.Point("set@0.1", 0.1, new Spread(0.97, 0.97, 0.97)),
                                        new Comparison.Point(
                                                "set@0.02", 0.02, new Spread(0.96, (0.96 + 0.97) / 2, 0.97)))));
    }

    @Test
    void eachStageIsAComparisonOfItsOwnAndABranchIsNone() {
        var rows = new ArrayList<>(method("repeat[1]/compare#2[3]:a", 0.5, 0.9));
        rows.addAll(method("compare[1]:a", 0.5, 0.9));
        rows.addAll(method("repeat[2]/branch:control", 0.5, 0.9));
        assertThat(Comparison.of(FakeRuns.of(rows, List.of())))
                .extracting(Comparison::stage)
                .containsExactly("repeat[1]/compare#2", "compare");
    }

    @Test
    void itsStagesAreKeptOutOfTheCurvesOfThePipeline() {
        assertThat(Curves.of(record()).againstWeightsLeft())
                .containsExactly(new Curve("", "test.accuracy", List.of(new Curve.Point("evaluate", 900, 1, 0.5))));
    }

    @Test
    void theBestOfWhatAMethodMeasuredOnTestIsSaidToBeChosenThereAndIsOfTheLastDensityOnly() {
        var rows = new ArrayList<MetricRow>();
        for (double[] measured : new double[][] {{1, 0.99}, {0.5, 0.93}, {0.5, 0.92}}) {
            rows.add(new MetricRow(100, "compare[1]:a/repeat[1]/evaluate", "density", measured[0]));
            rows.add(new MetricRow(100, "compare[1]:a/repeat[1]/evaluate", "test.accuracy", measured[1]));
            rows.add(new MetricRow(100, "compare[1]:a/repeat[1]/evaluate", "test.loss", 9));
        }
        rows.addAll(method("compare[1]:a", 0.5, 0.9));
        rows.addAll(method("compare[1]:b", 0.5, 0.91));
        Comparison comparison = Comparison.of(FakeRuns.of(rows, List.of())).get(0);
        assertThat(comparison.measures()).containsExactly("validation.accuracy", "test.accuracy", "best test.accuracy");
        assertThat(comparison.methods().get(0).values("best test.accuracy")).containsExactly(0.93);
        assertThat(comparison.methods().get(1).values("best test.accuracy")).containsExactly(Double.NaN);
        assertThat(comparison.plotted()).isEqualTo("test.accuracy");
        assertThat(Comparisons.columns(comparison))
                .extracting(Comparisons.Column::header)
                .contains("test accuracy", "best test accuracy, chosen on test");
    }

    @Test
    void aMethodThatHasNotEndedYetIsLeftOut() {
        var rows = List.of(new MetricRow(10, "compare[1]:a/train", "train.loss", 2));
        assertThat(Comparison.of(FakeRuns.of(rows, List.of()))).isEmpty();
    }

    @Test
    void writesATableWithMediansEndsAndEachRepeat() {
        assertThat(RunTables.of(record())).startsWith("""
                What the methods of compare came to: median over repeats (least to largest), measured when the method had ended
                method    weights left  validation accuracy             test accuracy  steps  FLOPs an example
                dense            100 %              96.00 %  98.30 % (98.20 to 98.40)    300           532,000
                set@0.02        2.00 %              96.00 %  96.50 % (96.00 to 97.00)    300            10,640
                set@0.1        10.00 %              96.00 %                   97.00 %    300            53,200

                method    validation accuracy, each repeat  test accuracy, each repeat
                dense                      96.00 / 96.00 %             98.20 / 98.40 %
                set@0.02                   96.00 / 96.00 %             96.00 / 97.00 %
                set@0.1                    96.00 / 96.00 %             97.00 / 97.00 %

                Accuracy by weights left
                """);
    }

    @Test
    void thePageShowsPlotAndTable() {
        assertThat(HtmlReport.page(record()))
                .contains("What the methods of compare came to", "id=\"comparison-chart-0\"")
                .contains("<th scope=\"col\">test accuracy, each repeat</th>", "<td>96.00 / 97.00 %</td>")
                .contains("\"comparisons\":[{\"measure\":\"test.accuracy\",\"curves\":[{\"series\":\"dense\"");
        assertThat(HtmlReport.page(FakeRuns.lottery(2))).doesNotContain("What the methods of");
    }
}
