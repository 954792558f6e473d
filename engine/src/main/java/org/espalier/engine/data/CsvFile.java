package org.espalier.engine.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.data.DataException;

/**
 * What one table holds.
 *
 * @param path where it came from
 * @param columns the names of all columns: those of the header, or their numbers from 1
 * @param rows the features of each example
 * @param labels the label of each example
 * @param lines the line on which each example stands, from 1
 */
record CsvFile(Path path, List<String> columns, List<float[]> rows, List<Integer> labels, List<Integer> lines) {

    /**
     * Reads and checks a table.
     *
     * @param options how it is written
     * @param expected the columns it must have; empty when it is the first table
     */
    static CsvFile read(Path path, Csv options, List<String> expected) {
        try (DataFile file = DataFile.open(path)) {
            var reading = new Reading(file, options, expected);
            BufferedReader text = file.text();
            int number = 0;
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                number++;
                String content = number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line;
                if (!content.isBlank()) {
                    reading.line(content, number);
                }
            }
            return reading.finished();
        } catch (IOException e) {
            throw DataFile.unreadable(path, e);
        }
    }

    int highestLabel() {
        return labels.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    /**
     * Returns the examples.
     *
     * @param shape of one example; empty for plain features
     * @param classes how many classes there are
     */
    FloatExamples examples(List<Integer> shape, int classes) {
        long features = columns.size() - 1L;
        List<Long> asLongs = shape.stream().map(Integer::longValue).toList();
        if (!shape.isEmpty() && asLongs.stream().reduce(1L, Math::multiplyExact) != features) {
            throw new DataException(path + ": expected as many features as the shape " + shape + " has values, found "
                    + features + ". Change 'shape', or leave it out.");
        }
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i) >= classes) {
                throw new DataException(path + ":" + lines.get(i) + ": expected a label from 0 to " + (classes - 1)
                        + ", found " + labels.get(i) + ". Set 'classes', or correct the line.");
            }
        }
        return new FloatExamples(
                shape.isEmpty() ? List.of(features) : asLongs,
                rows.toArray(float[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray());
    }

    private static boolean inNumbers(int c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }

    /** A table while it is read, line by line. */
    private static final class Reading {
        private final DataFile file;
        private final Csv options;
        private final List<String> expected;
        private final List<float[]> rows = new ArrayList<>();
        private final List<Integer> labels = new ArrayList<>();
        private final List<Integer> lines = new ArrayList<>();
        private List<String> columns = List.of();
        private int labelColumn;

        Reading(DataFile file, Csv options, List<String> expected) {
            this.file = file;
            this.options = options;
            this.expected = expected;
        }

        void line(String line, int number) {
            List<String> fields = fields(line, number);
            if (columns.isEmpty()) {
                begin(fields, number);
                if (options.header()) {
                    return;
                }
            }
            if (fields.size() != columns.size()) {
                throw problem(
                        number,
                        "expected " + columns.size() + " columns, found " + fields.size()
                                + ". Correct the line, or set 'separator'.");
            }
            float[] row = new float[columns.size() - 1];
            for (int column = 0, feature = 0; column < fields.size(); column++) {
                if (column == labelColumn) {
                    labels.add(label(fields.get(column), number));
                } else {
                    row[feature++] = number(fields.get(column), column, number);
                }
            }
            rows.add(row);
            lines.add(number);
        }

        CsvFile finished() {
            if (rows.isEmpty()) {
                throw file.problem("expected at least one example, found "
                        + (columns.isEmpty() ? "an empty file." : "only the line that names the columns."));
            }
            return new CsvFile(file.path(), columns, rows, labels, lines);
        }

        private void begin(List<String> fields, int number) {
            columns = options.header()
                    ? fields
                    : IntStream.rangeClosed(1, fields.size())
                            .mapToObj(String::valueOf)
                            .toList();
            if (columns.size() < 2) {
                throw problem(
                        number, "expected a label and at least one feature, found a single column. Set 'separator'.");
            }
            if (!expected.isEmpty() && !expected.equals(columns)) {
                throw problem(
                        number,
                        "expected the columns of the training file (" + listed(expected) + "), found " + listed(columns)
                                + ".");
            }
            labelColumn = labelColumn(number);
        }

        /** By name before by number: a header may well say {@code 5}. */
        private int labelColumn(int number) {
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
            throw problem(
                    number,
                    "there is no column '" + options.label() + "' to take labels from; there are "
                            + (options.header() ? listed(columns) : "columns 1 to " + columns.size()) + ". Set 'label'"
                            + (options.header() ? " to a name, or a number from 1." : "."));
        }

        private int label(String text, int number) {
            if (!options.classNames().isEmpty()) {
                int named = options.classNames().indexOf(text);
                if (named < 0) {
                    throw problem(
                            number,
                            "expected one of the labels " + listed(options.classNames()) + ", found '" + text
                                    + "'. Correct the line, or add it to 'class-names'.");
                }
                return named;
            }
            if (!text.matches("[0-9]{1,6}")) {
                throw problem(
                        number,
                        "expected a label that is a whole number from 0, found '" + text + "' in column '"
                                + columns.get(labelColumn) + "'. Labels that are words need 'class-names'.");
            }
            return Integer.parseInt(text);
        }

        private float number(String text, int column, int number) {
            float value = Float.NaN;
            // Java also reads numbers such as 1f, 0x1p3 and NaN; in a table those are mistakes.
            if (text.chars().allMatch(CsvFile::inNumbers)) {
                try {
                    value = Float.parseFloat(text);
                } catch (NumberFormatException e) {
                    throw notANumber(text, column, number);
                }
            }
            if (!Float.isFinite(value)) {
                throw notANumber(text, column, number);
            }
            return value;
        }

        private DataException notANumber(String text, int column, int number) {
            return problem(
                    number,
                    "expected a number in column '" + columns.get(column) + "', found '" + text + "'."
                            + (options.header() || number > 1
                                    ? ""
                                    : " If the first line names the columns, set header: true."));
        }

        private List<String> fields(String line, int number) {
            try {
                return CsvLine.fields(line, options.separator().charAt(0));
            } catch (IllegalArgumentException e) {
                throw problem(number, e.getMessage() + ".");
            }
        }

        private DataException problem(int line, String message) {
            return new DataException(file.path() + ":" + line + ": " + message);
        }

        /** The first few of many names. */
        private static String listed(List<String> names) {
            return names.size() <= 8
                    ? String.join(", ", names)
                    : String.join(", ", names.subList(0, 8)) + " and " + (names.size() - 8) + " more";
        }
    }
}
