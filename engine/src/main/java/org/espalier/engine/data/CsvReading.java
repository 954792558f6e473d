package org.espalier.engine.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.espalier.api.data.DataException;
import org.espalier.engine.text.Shown;

/** A table while it is read, record by record. */
final class CsvReading {
    private final DataFile file;
    private final Csv options;
    private final List<String> expected;
    private final CsvRecords records;
    private final List<float[]> rows = new ArrayList<>();
    private int[] labels = new int[64];
    private int[] lines = new int[64];
    private List<String> columns = List.of();
    private int labelColumn;

    /**
     * @param options how the table is written
     * @param expected the columns it must have; empty when it is the first table
     */
    CsvReading(DataFile file, Csv options, List<String> expected) throws IOException {
        this.file = file;
        this.options = options;
        this.expected = expected;
        this.records = new CsvRecords(file, options.separator().charAt(0));
    }

    /** Reads and checks everything. */
    CsvFile read() throws IOException {
        String[] fields = records.next();
        if (fields.length > 0) {
            begin(fields);
            fields = options.header() ? records.next() : fields;
        }
        for (; fields.length > 0; fields = records.next()) {
            example(fields);
        }
        int count = rows.size();
        if (count == 0) {
            throw file.problem("expected at least one example, found "
                    + (columns.isEmpty() ? "an empty file." : "only the line that names the columns."));
        }
        return new CsvFile(
                file.path(),
                columns,
                labelColumn,
                rows.toArray(float[][]::new),
                Arrays.copyOf(labels, count),
                Arrays.copyOf(lines, count));
    }

    /** Returns how many examples are read so far. */
    int count() {
        return rows.size();
    }

    private void begin(String[] fields) {
        columns = options.header()
                ? List.of(fields)
                : IntStream.rangeClosed(1, fields.length)
                        .mapToObj(String::valueOf)
                        .toList();
        if (columns.size() < 2) {
            throw records.problem("expected a label and at least one feature, found a single column. Set 'separator'.");
        }
        Set<String> names = new HashSet<>();
        for (String name : columns) {
            if (!names.add(name)) {
                throw records.problem("the column '" + Shown.cut(name) + "' is there twice, as column "
                        + (columns.indexOf(name) + 1) + " and " + (columns.lastIndexOf(name) + 1)
                        + ". Rename one of them, or remove it.");
            }
        }
        if (!expected.isEmpty() && !expected.equals(columns)) {
            throw records.problem("expected the columns of the training file (" + listed(expected) + "), found "
                    + listed(columns) + ".");
        }
        labelColumn = labelColumn();
    }

    /** By name before by number: a header may well say {@code 5}. */
    private int labelColumn() {
        int named = columns.indexOf(options.label());
        if (named >= 0) {
            return named;
        }
        if (options.label().matches("[0-9]{1,9}")) {
            int position = Integer.parseInt(options.label());
            if (position >= 1 && position <= columns.size()) {
                return position - 1;
            }
        }
        throw records.problem("there is no column '" + options.label() + "' to take labels from; there are "
                + (options.header() ? listed(columns) : "columns 1 to " + columns.size()) + ". Set 'label'"
                + (options.header() ? " to a name, or a number from 1." : "."));
    }

    private void example(String[] fields) {
        if (fields.length != columns.size()) {
            throw records.problem("expected " + columns.size() + " columns, found " + fields.length
                    + ". Correct the line, or set 'separator'.");
        }
        int at = rows.size();
        if (at == labels.length) {
            labels = Arrays.copyOf(labels, 2 * at);
            lines = Arrays.copyOf(lines, 2 * at);
        }
        float[] row = new float[fields.length - 1];
        for (int column = 0, feature = 0; column < fields.length; column++) {
            if (column == labelColumn) {
                labels[at] = CsvLabels.of(fields[column], columns.get(column), options, records);
            } else {
                row[feature++] = number(fields[column], column);
            }
        }
        lines[at] = records.line();
        rows.add(row);
    }

    private float number(String text, int column) {
        float value = Decimals.parse(text, options.decimalComma() ? ',' : '.');
        if (!Float.isFinite(value)) {
            throw notANumber(text, column);
        }
        return value;
    }

    private DataException notANumber(String text, int column) {
        String cure = "";
        if (!options.header() && rows.isEmpty()) {
            cure = " If the first line names the columns, set header: true.";
        } else if (text.matches("[-+]?[0-9]*,[0-9]+(?:[eE][-+]?[0-9]+)?")) {
            cure = " If numbers are written with a comma, set decimal-comma: true.";
        }
        return records.problem("expected a number in column '" + Shown.cut(columns.get(column)) + "', found '"
                + Shown.cut(text) + "'." + cure);
    }

    /** The first few of many names. */
    static String listed(List<String> names) {
        return Shown.first(names.stream().map(Shown::cut).toList(), ", ", 8);
    }
}
