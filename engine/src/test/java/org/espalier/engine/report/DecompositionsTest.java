package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.espalier.api.report.RunRecord.MetricRow;
import org.junit.jupiter.api.Test;

final class DecompositionsTest {
    private static MetricRow row(String key, double value) {
        return new MetricRow(100, "decompose", key, value);
    }

    @Test
    void knobsWhoseNamesHaveDotsBelongToTheirLayers() {
        String html = Decompositions.html(List.of(
                row("decomposed.lstm1.error", 0.25),
                row("decomposed.lstm1.before", 200),
                row("decomposed.lstm1.after", 50),
                row("decomposed.lstm1.knob-weight.input", 4),
                row("decomposed.lstm1.knob-weight.recurrent", 3),
                row("decomposed.block1.conv2.error", 0),
                row("decomposed.block1.conv2.before", 30),
                row("decomposed.block1.conv2.after", 30)));

        assertThat(html)
                .contains(
                        "<th scope=\"row\">lstm1</th><td class=\"text\">weight.input 4, weight.recurrent 3</td>"
                                + "<td>0.2500</td>",
                        "<th scope=\"row\">block1.conv2</th><td class=\"text\">unchanged</td><td>0.0000</td>")
                .doesNotContain("knob-");
        assertThat(html.split("<th scope=\"row\">", -1)).hasSize(1 + 2 + 1);
    }
}
