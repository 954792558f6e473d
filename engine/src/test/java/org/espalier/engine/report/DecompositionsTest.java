package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.api.report.RunRecord.RemarkRow;
import org.junit.jupiter.api.Test;

final class DecompositionsTest {
    private static MetricRow row(String key, double value) {
        return new MetricRow(100, "decompose", key, value);
    }

    @Test
    void knobsWhoseNamesHaveDotsBelongToTheirLayers() {
        String html = Decompositions.html(
                List.of(
                        row("decomposed.lstm1.error", 0.25),
                        row("decomposed.lstm1.before", 200),
                        row("decomposed.lstm1.after", 50),
                        row("decomposed.lstm1.knob-weight.input", 4),
                        row("decomposed.lstm1.knob-weight.recurrent", 3),
                        row("decomposed.block1.conv2.error", 0),
                        row("decomposed.block1.conv2.before", 30),
                        row("decomposed.block1.conv2.after", 30)),
                List.of());

        assertThat(html)
                .contains(
                        "<th scope=\"row\">lstm1</th><td class=\"text\">weight.input 4, weight.recurrent 3</td>"
                                + "<td>0.2500</td>",
                        "<th scope=\"row\">block1.conv2</th><td class=\"text\">unchanged</td><td>0.0000</td>")
                .doesNotContain("knob-");
        assertThat(html.split("<th scope=\"row\">", -1)).hasSize(1 + 2 + 1);
    }

    @Test
    void eachStageNamesItsUnitItsMeasureAndTheLayersThatStayed() {
        String html = Decompositions.html(
                List.of(
                        row("decomposed.fc1.error", 0.25),
                        row("decompose.curve.0.50", 0.125),
                        new MetricRow(200, "decompose#2", "decomposed.fc2.error", 0.5)),
                List.of(
                        remark("decompose", "decompose.unit", "parameters"),
                        remark("decompose", "decompose.measure", "operator norm"),
                        remark("decompose", "decomposed.block1.conv2.stays", "it has <groups>"),
                        remark("decompose#2", "decompose.unit", "milliseconds"),
                        remark("decompose#2", "decompose.measure", "share of energy"),
                        remark("train", "loss.unit", "nats")));

        assertThat(html)
                .contains(
                        "decompose: costs are in parameters; error: operator norm.",
                        "the worst layer&#39;s error (operator norm), had another share of the cost (in parameters)",
                        "<th scope=\"row\">block1.conv2</th>"
                                + "<td class=\"text\">stays as it is: it has &lt;groups&gt;</td><td>–</td><td>–</td><td>–</td>",
                        "decompose#2: costs are in milliseconds; error: share of energy.")
                .doesNotContain("nats");
    }

    private static RemarkRow remark(String stage, String key, String words) {
        return new RemarkRow(100, stage, key, words);
    }
}
