package org.espalier.engine.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.espalier.api.report.RunRecord;

/** The tables that close a run on a console: accuracy against the weights left, and the ledger with its rule. */
public final class RunTables {
    private RunTables() {}

    /** Writes the tables of a run; lines end with {@code \n}, the last one too. */
    public static String of(RunRecord record) {
        var text = new StringBuilder();
        Warnings.of(record)
                .forEach(warning -> text.append("Warning: ").append(warning).append('\n'));
        if (text.length() > 0) {
            text.append('\n');
        }
        for (Comparison comparison : Comparison.of(record)) {
            text.append("What the methods of ")
                    .append(comparison.stage())
                    .append(" came to: ")
                    .append(Comparisons.RULE)
                    .append('\n')
                    .append(comparison(comparison))
                    .append("\n\n");
        }
        WeightsLeft measured = WeightsLeft.of(Curves.of(record).againstWeightsLeft());
        if (!measured.rows().isEmpty()) {
            text.append("Accuracy by weights left\n")
                    .append(measurements(measured))
                    .append("\n\n");
        }
        if (!record.ledger().layers().isEmpty()) {
            text.append("What the network holds and costs\n")
                    .append(ledger(record))
                    .append('\n');
            text.append("Counted: ").append(record.ledger().rule()).append('\n');
        }
        return text.toString();
    }

    private static String measurements(WeightsLeft measured) {
        var columns = new ArrayList<ColumnData<WeightsLeft.Row>>();
        columns.add(number("weights left", row -> Numbers.percent(row.density())));
        for (int i = 0; i < measured.columns().size(); i++) {
            int column = i;
            columns.add(number(
                    measured.columns().get(column),
                    row -> Numbers.percent(row.values().get(column))));
        }
        columns.add(words("stage", WeightsLeft.Row::stage));
        return table(measured.rows(), columns);
    }

    private static String comparison(Comparison comparison) {
        var columns = new ArrayList<ColumnData<Comparison.Method>>();
        columns.add(words("method", Comparison.Method::name));
        for (Comparisons.Column column : Comparisons.columns(comparison)) {
            columns.add(number(column.header(), column.text()));
        }
        String medians = table(comparison.methods(), columns);
        var repeats = new ArrayList<ColumnData<Comparison.Method>>();
        repeats.add(words("method", Comparison.Method::name));
        for (Comparisons.Column column : Comparisons.repeats(comparison)) {
            repeats.add(number(column.header(), column.text()));
        }
        return medians + "\n\n" + table(comparison.methods(), repeats);
    }

    private static String ledger(RunRecord record) {
        List<ColumnData<LedgerTable.Row>> columns = List.of(
                words("layer", LedgerTable.Row::name),
                words("operator", row -> row.line().kind()),
                number("parameters", row -> Numbers.count(row.line().parameters())),
                number("prunable", row -> Numbers.count(row.line().prunable())),
                number("alive", row -> Numbers.count(row.line().alive())),
                number("weights left", row -> Numbers.percent(row.left())),
                number("not zero", row -> Numbers.count(row.line().nonzero())),
                number("FLOPs dense", row -> Numbers.count(row.line().denseFlops())),
                number("FLOPs sparse", row -> Numbers.count(row.line().sparseFlops())));
        var rows = new ArrayList<>(LedgerTable.layers(record));
        rows.addAll(LedgerTable.totals(record));
        return table(rows, columns);
    }

    private static <T> String table(List<T> rows, List<ColumnData<T>> columns) {
        return AsciiTable.builder()
                .border(AsciiTable.NO_BORDERS)
                .lineSeparator("\n")
                .data(rows, columns)
                .asString()
                .stripIndent();
    }

    private static <T> ColumnData<T> words(String header, Function<T, String> text) {
        return new Column()
                .header(header)
                .headerAlign(HorizontalAlign.LEFT)
                .dataAlign(HorizontalAlign.LEFT)
                .maxWidth(60)
                .with(text);
    }

    private static <T> ColumnData<T> number(String header, Function<T, String> text) {
        return new Column()
                .header(header)
                .headerAlign(HorizontalAlign.RIGHT)
                .dataAlign(HorizontalAlign.RIGHT)
                .maxWidth(60)
                .with(text);
    }
}
