package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.espalier.api.data.DataException;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.api.report.RunRecord.RemarkRow;
import org.junit.jupiter.api.Test;

final class CsvTest {
    @Property
    void everyNumberReadsBackToTheSameBits(@ForAll long step, @ForAll double value) {
        var row = new MetricRow(step, "repeat[2]/train", "train.loss", value);
        String text = Csv.METRICS_HEADER + "\n" + Csv.line(row) + "\n";
        assertThat(Csv.rows("metrics.csv", Csv.METRICS_HEADER, text).stream().map(Csv::metric))
                .containsExactly(row);
    }

    @Test
    void namesWithCommasAndQuotesReadBack() {
        var row = new MaskRow(7, "a,b", "say \"hello\"", 3, 4);
        String text = Csv.MASKS_HEADER + "\n" + Csv.line(row) + "\n";
        assertThat(Csv.rows("masks.csv", Csv.MASKS_HEADER, text).stream().map(Csv::mask))
                .containsExactly(row);
    }

    @Test
    void wordsReadBackInOneLine() {
        var row = new RemarkRow(7, "decompose", "decompose.measure", "a \"norm\",\nrelative");
        String text = Csv.REMARKS_HEADER + "\n" + Csv.line(row) + "\n";
        assertThat(Csv.rows("remarks.csv", Csv.REMARKS_HEADER, text).stream().map(Csv::remark))
                .containsExactly(new RemarkRow(7, "decompose", "decompose.measure", "a \"norm\", relative"));
    }

    @Test
    void aLineThatWasCutShortIsLeftOut() {
        String text = Csv.METRICS_HEADER + "\n1,train,loss,0.5\n2,train,lo";
        assertThat(Csv.rows("metrics.csv", Csv.METRICS_HEADER, text)).hasSize(1);
    }

    @Test
    void anotherTableIsRefused() {
        assertThatThrownBy(() -> Csv.rows("metrics.csv", Csv.METRICS_HEADER, "a,b\n1,2\n"))
                .isInstanceOf(DataException.class)
                .hasMessage("metrics.csv: the first line must be 'step,stage,key,value' but is 'a,b'; this is not a"
                        + " run's table");
    }
}
