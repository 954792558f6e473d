package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.RunRecord;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.engine.report.Highlights.Highlight;
import org.junit.jupiter.api.Test;

final class HighlightsTest {
    private static final Ledger DENSE =
            new Ledger("", List.of(new Ledger.Line("fc", "Gemm", 1010, 1000, 1000, 1010, 2010, 2010)));

    @Test
    void aDecomposedNetworkStandsBesideTheOneThatTheRunBeganWith() {
        var chain = new Ledger(
                "",
                List.of(
                        new Ledger.Line("fc/1", "Gemm", 200, 200, 200, 200, 400, 400),
                        new Ledger.Line("fc/2", "Gemm", 110, 100, 100, 110, 210, 210)));
        var record = new RunRecord("run", Map.of(), "", List.of(), List.of(), List.of(), List.of(), chain, DENSE);

        assertThat(Highlights.of(record))
                .containsExactly(
                        new Highlight(
                                "Prunable weights alive",
                                "300",
                                "of 1,000 that the run began with: 30.00 %, 3.3 times fewer"),
                        new Highlight(
                                "Parameters not zero",
                                "310",
                                "of 1,010 that the run began with: 30.69 %, 3.3 times fewer"),
                        new Highlight(
                                "FLOPs for one example",
                                "610",
                                "of 2,010 that the run began with: 30.35 %, 3.3 times fewer"),
                        new Highlight(
                                "Bytes of parameters",
                                "1,240",
                                "of 4,040 that the run began with: 30.69 %, 3.3 times fewer"));
        assertThat(RunTables.of(record))
                .containsPattern("total +310 +300 +300 +30.00 %")
                .containsPattern("began with +1,010 +1,000 +1,000 +100 %");
        assertThat(HtmlReport.page(record)).contains("<th scope=\"row\">began with</th>", "30.00 %<span");
    }

    @Test
    void bytesUnderMasksAreABitmaskAndTheLivingValues() {
        var pruned = new Ledger("", List.of(new Ledger.Line("fc", "Gemm", 1010, 1000, 100, 110, 2010, 210)));
        var record = new RunRecord("run", Map.of(), "", List.of(), List.of(), List.of(), List.of(), pruned, DENSE);

        assertThat(Highlights.of(record))
                .contains(new Highlight(
                        "Bytes as bitmask and living values", "565", "of 4,040: 13.99 %, 7.2 times fewer"));
    }

    @Test
    void aComparisonHasTilesOfItsOwnAndNoneOfTheUntouchedNetwork() {
        var rows = new ArrayList<MetricRow>();
        for (int repeat = 1; repeat <= 2; repeat++) {
            rows.addAll(method("compare[" + repeat + "]:dense", 1, 0.980, 0.97));
            rows.addAll(method("compare[" + repeat + "]:set@0.1", 0.1, 0.976, 0.96 + 0.01 * repeat));
            rows.addAll(method("compare[" + repeat + "]:set@0.02", 0.02, 0.95, 0.99));
        }
        var record = new RunRecord("run", Map.of("took", "PT1H2M3.4S"), "", rows, List.of(), DENSE);

        assertThat(Highlights.of(record))
                .extracting(Highlight::title, Highlight::value, Highlight::note)
                .containsExactly(
                        tuple("Methods in compare", "2", "dense, set"),
                        tuple("Methods with their settings", "3", "each ran 2 times"),
                        tuple(
                                "Best median of validation accuracy",
                                "98.00 %",
                                "dense, with 100 % of the weights left, test accuracy 97.00 %"),
                        tuple(
                                "Sparsest within half a point of it",
                                "97.60 %",
                                "set@0.1, with 10.00 % of the weights left, test accuracy 97.50 % (97.00 to 98.00)"),
                        tuple("Time at work", "1:02:03", "from first to last"));
    }

    private static List<MetricRow> method(String stage, double density, double validation, double test) {
        return List.of(
                new MetricRow(300, stage, "steps", 300),
                new MetricRow(300, stage, "density", density),
                new MetricRow(300, stage, "validation.accuracy", validation),
                new MetricRow(300, stage, "test.accuracy", test));
    }

    @Test
    void theBestIsTheBestOfAllMeasurements() {
        var rows = List.of(
                new MetricRow(10, "evaluate", "density", 1),
                new MetricRow(10, "evaluate", "validation.accuracy", 0.914),
                new MetricRow(10, "evaluate#2", "density", 1),
                new MetricRow(10, "evaluate#2", "validation.accuracy", 0.381),
                new MetricRow(15, "train", "train.loss", 1),
                new MetricRow(15, "train", "density", 1),
                new MetricRow(15, "train", "validation.accuracy", 0.92),
                new MetricRow(20, "train", "train.loss", 1),
                new MetricRow(20, "train", "density", 1),
                new MetricRow(20, "train", "validation.accuracy", 0.864));

        assertThat(Highlights.of(FakeRuns.of(rows, List.of())))
                .contains(new Highlight(
                        "Best validation accuracy",
                        "91.40 %",
                        "with 100 % of the weights left; an epoch on the way had 92.00 %"));
    }

    @Test
    void warningsStandAboveTheNumbersOnThePageAndOnTheConsole() {
        var warning = new RunRecord.RemarkRow(5, "train", "warning", "0.5 <left>, asked for 0.1");
        var other = new RunRecord.RemarkRow(5, "train", "decompose.unit", "parameters");
        List<RunRecord.RemarkRow> remarks = List.of(warning, other, warning);
        var record = new RunRecord("run", Map.of(), "", List.of(), List.of(), List.of(), remarks, RULE, RULE);

        assertThat(RunTables.of(record)).isEqualTo("Warning: train: 0.5 <left>, asked for 0.1\n\n");
        assertThat(HtmlReport.page(record))
                .containsOnlyOnce("<p class=\"notice\">Warning: train: 0.5 &lt;left&gt;, asked for 0.1</p>");
    }

    @Test
    void tellsHowOftenARunWasTakenUpAgain() {
        var facts = Map.of("took", "PT65S", "resumed", "now", "resumed.2", "then");
        assertThat(Highlights.of(new RunRecord("run", facts, "", List.of(), List.of(), RULE)))
                .containsExactly(new Highlight("Time at work", "1:05", "taken up again 2 times"));
    }

    private static final Ledger RULE = new Ledger("the rule", List.of());
}
