package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.api.data.DataException;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.RunRecord.ConfusionRow;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.api.report.RunRecord.RemarkRow;
import org.espalier.engine.text.Shown;

/** The tables of a run as comma-separated values (RFC 4180), with numbers that read back to the same bits. */
final class Csv {
    static final String METRICS_HEADER = "step,stage,key,value";
    static final String MASKS_HEADER = "step,stage,parameter,alive,size";
    static final String LEDGER_HEADER = "layer,kind,parameters,prunable,alive,nonzero,dense_flops,sparse_flops";

    static final String CONFUSION_HEADER = "step,stage,split,actual,predicted,count";
    static final String REMARKS_HEADER = "step,stage,key,words";

    /** The columns of a table that reports add up. */
    static final Map<String, List<Integer>> SUMMED =
            Map.of(MASKS_HEADER, List.of(3, 4), LEDGER_HEADER, List.of(2, 3, 4, 5, 6, 7), CONFUSION_HEADER, List.of(5));

    private Csv() {}

    static String line(MetricRow row) {
        return row.step() + "," + quote(row.stage()) + "," + quote(row.key()) + "," + row.value();
    }

    static String line(MaskRow row) {
        return row.step() + "," + quote(row.stage()) + "," + quote(row.param()) + "," + row.alive() + "," + row.size();
    }

    static String line(ConfusionRow row) {
        return row.step() + "," + quote(row.stage()) + "," + quote(row.split()) + "," + row.actual() + ","
                + row.predicted() + "," + row.count();
    }

    static String line(RemarkRow row) {
        return row.step() + "," + quote(row.stage()) + "," + quote(row.key()) + "," + quote(row.words());
    }

    static String text(Ledger ledger) {
        return ledger.layers().stream()
                .map(line -> String.join(
                        ",",
                        quote(line.name()),
                        quote(line.kind()),
                        Long.toString(line.parameters()),
                        Long.toString(line.prunable()),
                        Long.toString(line.alive()),
                        Long.toString(line.nonzero()),
                        Long.toString(line.denseFlops()),
                        Long.toString(line.sparseFlops())))
                .collect(Collectors.joining("\n", LEDGER_HEADER + "\n", "\n"));
    }

    static MetricRow metric(CsvRow row) {
        return new MetricRow(row.count(0), row.text(1), row.text(2), row.number(3));
    }

    static MaskRow mask(CsvRow row) {
        row.requireWithin(3, 4);
        return new MaskRow(row.count(0), row.text(1), row.text(2), row.count(3), row.count(4));
    }

    static ConfusionRow confusion(CsvRow row) {
        return new ConfusionRow(row.count(0), row.text(1), row.text(2), row.index(3), row.index(4), row.count(5));
    }

    static RemarkRow remark(CsvRow row) {
        return new RemarkRow(row.count(0), row.text(1), row.text(2), row.text(3));
    }

    static Ledger.Line ledgerLine(CsvRow row) {
        row.requireWithin(3, 2);
        row.requireWithin(4, 3);
        return new Ledger.Line(
                row.text(0),
                row.text(1),
                row.count(2),
                row.count(3),
                row.count(4),
                row.count(5),
                row.count(6),
                row.count(7));
    }

    /** Returns the rows behind the header; a last line that was cut short by a stop is left out. */
    static List<CsvRow> rows(String file, String header, String text) {
        List<String> lines = text.lines().toList();
        requireHeader(file, header, lines.isEmpty() ? "" : lines.get(0));
        int end = text.endsWith("\n") ? lines.size() : lines.size() - 1;
        List<String> columns = cells(header);
        var rows = new ArrayList<CsvRow>();
        for (int i = 1; i < end; i++) {
            rows.add(new CsvRow(file, i + 1, columns, cells(lines.get(i))));
        }
        return rows;
    }

    /**
     * Checks a table's first line.
     *
     * @throws DataException when it is another one; names the file
     */
    static void requireHeader(String file, String header, String line) {
        if (!line.equals(header)) {
            throw new DataException(file + ": the first line must be '" + header + "' but is '" + Shown.cut(line, 100)
                    + "'; this is not a run's table");
        }
    }

    private static String quote(String value) {
        String oneLine = value.replace('\n', ' ').replace('\r', ' ');
        return oneLine.contains(",") || oneLine.contains("\"") ? "\"" + oneLine.replace("\"", "\"\"") + "\"" : oneLine;
    }

    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
