package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.RunRecord;
import org.espalier.api.report.RunRecord.ConfusionRow;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HtmlReportTest {
    private static final String HOSTILE =
            "</script><script>alert(1)</script><img src=x onerror='alert(2)'>\"{{pipeline}}$1";

    private static final Ledger RULE_ALONE = new Ledger("the rule", List.of());

    @Test
    void showsARunAtAGlance(@TempDir Path directory) throws IOException {
        new HtmlReport().report(FakeRuns.lottery(20), directory);

        String page = Files.readString(directory.resolve("report.html"));
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("<h1>lenet300-lottery</h1>", "Best validation accuracy", "control · validation")
                .contains("<th scope=\"row\">fc1.weight</th>", "Chart.js v4")
                .contains("One multiplication and one addition are two FLOPs")
                .contains("learning-rate: 1.2e-3")
                .doesNotContain("{{", "sourceMappingURL");
    }

    @Test
    void hasAPlaceForEveryChartOfItsNumbers() {
        String page = HtmlReport.page(FakeRuns.lottery(3));

        assertThat(page)
                .contains("\"family\":\"density\",\"logarithmic\":false")
                .contains("density over time", "id=\"progress-chart-0\"")
                .doesNotContain("id=\"progress-chart-1\"");
    }

    @Test
    void asksTheNetworkForNothing() {
        String page = HtmlReport.page(FakeRuns.lottery(3));

        assertThat(Pattern.compile("(src|href|action)\\s*=|@import|url\\(", Pattern.CASE_INSENSITIVE)
                        .matcher(page.replace(Resources.chart(), ""))
                        .find())
                .isFalse();
        assertThat(page).contains("default-src 'none'");
    }

    @Test
    void escapesHostileNamesWhereverTheyStand() throws IOException {
        var record = new RunRecord(
                HOSTILE,
                Map.of("seed", HOSTILE, HOSTILE, "fact"),
                HOSTILE,
                List.of(
                        new MetricRow(1, "branch:" + HOSTILE, "validation.accuracy", 0.5),
                        new MetricRow(1, HOSTILE, HOSTILE + ".accuracy", 0.5),
                        new MetricRow(1, HOSTILE, "train.loss", 0.5)),
                List.of(new MaskRow(1, HOSTILE, HOSTILE, 1, 2)),
                new Ledger(HOSTILE, List.of(new Ledger.Line(HOSTILE, HOSTILE, 1, 1, 1, 1, 1, 1))));

        String page = HtmlReport.page(record);

        assertThat(page).doesNotContain("<script>alert", "<img", "$1</h1><").contains("&lt;img src=x onerror=&#39;");
        assertThat(page.split("</script>", -1)).hasSize(4);
        assertThat(numbers(page).at("/loss/0/points/0/stage").asText()).isEqualTo(HOSTILE);
    }

    @Test
    void saysOnceThatNothingWasMeasuredAndHasNoEmptyCards() {
        assertThat(HtmlReport.page(FakeRuns.empty("dry")).replace(Resources.chart(), ""))
                .containsOnlyOnce("Nothing was measured")
                .doesNotContain("<canvas", "<h2>Density", "<h2>Confusion", "<h2>What the network", "<h2>Accuracy");
    }

    @Test
    void leavesOutWhatHasNoNumbers() {
        var record = FakeRuns.of(List.of(new MetricRow(1, "train", "train.loss", 0.5)), List.of());

        assertThat(HtmlReport.page(record).replace(Resources.chart(), ""))
                .contains("<h2>Loss over time</h2>")
                .doesNotContain("Nothing was measured", "accuracy-chart\" role", "tradeoff-chart\" role");
    }

    @Test
    void drawsWhatHardlyMovesOnAnAxisFromZero() throws IOException {
        var rows = new java.util.ArrayList<MetricRow>();
        for (int step = 1; step <= 4; step++) {
            rows.add(new MetricRow(step, "train", "learning-rate", 1.2e-3 - step * 2e-5));
            rows.add(new MetricRow(step, "train", "falling.rate", 1.2e-3 / step));
        }

        JsonNode progress =
                numbers(HtmlReport.page(FakeRuns.of(rows, List.of()))).get("progress");
        assertThat(progress.findValuesAsText("family")).containsExactly("learning-rate", "falling");
        assertThat(progress.findValuesAsText("fromZero")).containsExactly("true", "false");
    }

    @Test
    void showsTheLastConfusionOfEachSplitWithTheRecallOfEachClass() {
        var rows = List.of(
                new ConfusionRow(10, "evaluate", "validation", 0, 0, 99),
                new ConfusionRow(10, "evaluate#2", "test", 0, 0, 5),
                new ConfusionRow(20, "evaluate", "validation", 0, 0, 3),
                new ConfusionRow(20, "evaluate", "validation", 0, 2, 1),
                new ConfusionRow(20, "evaluate", "validation", 2, 2, 8));
        var record = new RunRecord("run", Map.of(), "", List.of(), List.of(), rows, List.of(), RULE_ALONE, RULE_ALONE);

        String page = HtmlReport.page(record);

        assertThat(page)
                .contains("on the validation examples, last measured by evaluate at step 20")
                .containsPattern("<th scope=\"row\">0</th><td[^>]*>3</td><td[^>]*>1</td><td>4</td><td>75.00 %</td>")
                .containsPattern("<th scope=\"row\">2</th><td[^>]*>0</td><td[^>]*>8</td><td>8</td><td>100 %</td>")
                .containsPattern("<th scope=\"row\">0</th><td[^>]*>5</td><td>5</td><td>100 %</td>")
                .doesNotContain(">99<");
    }

    @Test
    void aRepeatedMeasurementAtOneStepReplacesTheFirst() {
        var once = List.of(
                new ConfusionRow(10, "evaluate", "test", 0, 0, 3), new ConfusionRow(10, "evaluate", "test", 1, 0, 4));
        var twice = new java.util.ArrayList<>(once);
        twice.addAll(once);

        assertThat(Confusions.lastOfEachSplit(twice)).isEqualTo(Confusions.lastOfEachSplit(once));
    }

    @Test
    void saysThatARunWasCutShort() {
        var facts = Map.of("outcome", "stopped: the loss became NaN", "ledger", "the rule", "machine", "Linux");
        var record = new RunRecord("run", facts, "", List.of(), List.of(), new Ledger("the rule", List.of()));

        assertThat(HtmlReport.page(record))
                .contains("This run was cut short. stopped: the loss became NaN</p>")
                .contains("<dt>machine</dt><dd>Linux</dd>")
                .doesNotContain("<dt>ledger</dt>");
        assertThat(HtmlReport.page(FakeRuns.lottery(1))).doesNotContain("cut short");
    }

    @Test
    void thinsLongRuns() throws IOException {
        var metrics = java.util.stream.LongStream.range(0, 100_000)
                .mapToObj(step -> new MetricRow(step, "train", "train.loss", 1.0 / (step + 1)))
                .toList();
        var masks = java.util.stream.LongStream.range(0, 5000)
                .mapToObj(step -> new MaskRow(step, "train", "fc1", 5000 - step, 5000))
                .toList();

        String page = HtmlReport.page(FakeRuns.of(metrics, masks));

        JsonNode numbers = numbers(page);
        assertThat(numbers.at("/loss/0/points")).hasSize(1500);
        assertThat(numbers.get("maskChanges")).isEmpty();
        assertThat(page).contains("The masks changed 5,000 times; shown are 24, evenly spread.");
    }

    private static JsonNode numbers(String page) throws IOException {
        Matcher json = Pattern.compile("id=\"numbers\">(.*?)</script>").matcher(page);
        assertThat(json.find()).isTrue();
        return new ObjectMapper().readTree(json.group(1));
    }
}
