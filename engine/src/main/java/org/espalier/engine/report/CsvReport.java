package org.espalier.engine.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.report.Reporter;
import org.espalier.api.report.RunRecord;
import org.espalier.engine.file.WholeFile;

/**
 * Accuracy against the weights left as a file for spreadsheets and plotting tools, {@code weights-left.csv}: one row a
 * measurement. What was measured when is in {@code metrics.csv} anyway; this pairs it with the density it was measured at.
 */
public record CsvReport() implements Reporter {
    @Override
    public void report(RunRecord record, Path directory) throws IOException {
        WholeFile.write(directory.resolve("weights-left.csv"), text(record));
    }

    static String text(RunRecord record) {
        var text = new StringBuilder("series,measure,stage,step,density,value\n");
        for (Curve curve : Curves.of(record).againstWeightsLeft()) {
            for (Curve.Point point : curve.points()) {
                var cells = List.of(
                        quoted(curve.series()),
                        quoted(curve.measure()),
                        quoted(point.stage()),
                        Long.toString(point.step()),
                        Double.toString(point.density()),
                        Double.toString(point.value()));
                text.append(String.join(",", cells)).append('\n');
            }
        }
        return text.toString();
    }

    /** RFC 4180: a cell with a comma, a quote or a line break stands in quotes, its quotes doubled. */
    private static String quoted(String cell) {
        return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
