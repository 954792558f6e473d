package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.espalier.api.data.DataException;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.RunRecord.ConfusionRow;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.api.report.RunRecord.RemarkRow;

/** The tables of a run as comma-separated values (RFC 4180), with numbers that read back to the same bits. */
final class Csv {
    static final String METRICS_HEADER = "step,stage,key,value";
    static final String MASKS_HEADER = "step,stage,parameter,alive,size";
    static final String LEDGER_HEADER = "layer,kind,parameters,prunable,alive,nonzero,dense_flops,sparse_flops";

    static final String CONFUSION_HEADER = "step,stage,split,actual,predicted,count";
    static final String REMARKS_HEADER = "step,stage,key,words";

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

    static MetricRow metric(List<String> cells) {
        return new MetricRow(
                Long.parseLong(cells.get(0)), cells.get(1), cells.get(2), Double.parseDouble(cells.get(3)));
    }

    static MaskRow mask(List<String> cells) {
        return new MaskRow(
                Long.parseLong(cells.get(0)),
                cells.get(1),
                cells.get(2),
                Long.parseLong(cells.get(3)),
                Long.parseLong(cells.get(4)));
    }

    static ConfusionRow confusion(List<String> cells) {
        return new ConfusionRow(
                Long.parseLong(cells.get(0)),
                cells.get(1),
                cells.get(2),
                Integer.parseInt(cells.get(3)),
                Integer.parseInt(cells.get(4)),
                Long.parseLong(cells.get(5)));
    }

    static RemarkRow remark(List<String> cells) {
        return new RemarkRow(Long.parseLong(cells.get(0)), cells.get(1), cells.get(2), cells.get(3));
    }

    static Ledger.Line ledgerLine(List<String> cells) {
        return new Ledger.Line(
                cells.get(0),
                cells.get(1),
                Long.parseLong(cells.get(2)),
                Long.parseLong(cells.get(3)),
                Long.parseLong(cells.get(4)),
                Long.parseLong(cells.get(5)),
                Long.parseLong(cells.get(6)),
                Long.parseLong(cells.get(7)));
    }

    /** Returns the rows behind the header; a last line that was cut short by a stop is left out. */
    static List<List<String>> rows(String file, String header, String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(header)) {
            throw new DataException(file + ": the first line must be '" + header + "' but is '"
                    + (lines.isEmpty() ? "" : lines.get(0)) + "'; this is not a run's table");
        }
        int end = text.endsWith("\n") ? lines.size() : lines.size() - 1;
        int width = cells(header).size();
        var rows = new ArrayList<List<String>>();
        for (int i = 1; i < end; i++) {
            List<String> cells = cells(lines.get(i));
            if (cells.size() != width) {
                throw new DataException(file + ":" + (i + 1) + ": expected " + width + " values but found "
                        + cells.size() + "; the file was altered");
            }
            rows.add(cells);
        }
        return rows;
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
