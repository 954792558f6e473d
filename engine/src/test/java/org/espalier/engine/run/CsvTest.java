package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.espalier.api.data.DataException;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.api.report.RunRecord.RemarkRow;
import org.junit.jupiter.api.Test;

final class CsvTest {
    @Property
    void everyNumberReadsBackToTheSameBits(@ForAll @LongRange(max = Long.MAX_VALUE) long step, @ForAll double value) {
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

    @Test
    void aCellThatIsNotWhatItMustBeIsToldWithFileLineAndColumn() {
        String[][] cells = {
            {"9,x,y,abc", "'value' must be a number but is 'abc'"},
            {"9,x,y,1.5d", "'value' must be a number but is '1.5d'"},
            {"9,x,y,1.1 4", "'value' must be a number but is '1.1 4'"},
            {"9,x,y,0x1p3", "'value' must be a number but is '0x1p3'"},
            {"9,x,y,\u001b]0;x\u0007", "'value' must be a number but is '\\u001b]0;x\\u0007'"},
            {"9,x,y," + "7".repeat(5000), "'value' must be a number but is '" + "7".repeat(60) + "…'"},
            {"9,x,y,", "'value' must be a number but is ''"},
            {"-9,x,y,1.0", "'step' must be a whole number from 0 to 9223372036854775807 but is '-9'"},
            {"9223372036854775808,x,y,1.0", "'step' must be a whole number from 0 to 9223372036854775807 but is '9223"},
            {"9,x,y", "expected 4 values but found 3"},
            {"9,\"x,y,1.0", "expected 4 values but found 2"},
        };
        for (String[] each : cells) {
            String text = Csv.METRICS_HEADER + "\n1,train,loss,0.5\n" + each[0] + "\n";
            assertThatThrownBy(() -> Csv.rows("metrics.csv", Csv.METRICS_HEADER, text).stream()
                            .map(Csv::metric)
                            .toList())
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("metrics.csv:3: " + each[1])
                    .hasMessageEndingWith("the file was altered");
        }
    }

    @Test
    void aClassBeyondAnIntIsRefused() {
        String text = Csv.CONFUSION_HEADER + "\n1,evaluate,test,0,2147483648,3\n";
        assertThatThrownBy(() -> Csv.rows("confusion.csv", Csv.CONFUSION_HEADER, text).stream()
                        .map(Csv::confusion)
                        .toList())
                .isInstanceOf(DataException.class)
                .hasMessage("confusion.csv:2: 'predicted' must be a whole number from 0 to 2147483647 but is"
                        + " '2147483648'; the file was altered");
    }
}
