package org.espalier.engine.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.data.DataException;

/** What one table holds. */
final class CsvFile {
    private final Path path;
    private final List<String> columns;
    private final int labelColumn;
    private final float[][] rows;
    private final int[] labels;
    private final int[] lines;

    /**
     * Takes arrays over: of each example the features, the label, and the line on which it begins.
     *
     * @param columns the names of all columns: those of the header, or their numbers from 1
     */
    CsvFile(Path path, List<String> columns, int labelColumn, float[][] rows, int[] labels, int[] lines) {
        this.path = path;
        this.columns = columns;
        this.labelColumn = labelColumn;
        this.rows = rows;
        this.labels = labels;
        this.lines = lines;
    }

    /**
     * Reads and checks a table.
     *
     * @param options how it is written
     * @param expected the columns it must have; empty when it is the first table
     */
    static CsvFile read(Path path, Csv options, List<String> expected) {
        try (DataFile file = DataFile.open(path)) {
            var reading = new CsvReading(file, options, expected);
            try {
                return reading.read();
            } catch (OutOfMemoryError e) {
                throw new DataException(
                        path + ": takes more memory than there is, after " + reading.count()
                                + " examples. Give Java more with -Xmx, or use a part of the file.",
                        e);
            }
        } catch (IOException e) {
            throw DataFile.unreadable(path, e);
        }
    }

    Path path() {
        return path;
    }

    List<String> columns() {
        return columns;
    }

    /** Returns the label of each example, not a copy. */
    int[] labels() {
        return labels;
    }

    /**
     * Counts the classes, from the highest label.
     *
     * @param firstLabel what class 0 is called in the file
     */
    int classes(int firstLabel) {
        return CsvLabels.count(this, columns.get(labelColumn), firstLabel);
    }

    /**
     * Returns the examples.
     *
     * @param shape of one example; empty for plain features
     * @param classes how many classes there are
     * @param firstLabel what class 0 is called in the file
     */
    FloatExamples examples(List<Integer> shape, int classes, int firstLabel) {
        long features = columns.size() - 1L;
        List<Long> asLongs = shape.stream().map(Integer::longValue).toList();
        if (!shape.isEmpty() && !Shapes.hasLength(asLongs, features)) {
            throw new DataException(path + ": expected as many features as the shape " + shape + " has values, found "
                    + features + ". Change 'shape', or leave it out.");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= classes) {
                throw new DataException(path + ":" + lines[i] + ": expected a label from " + firstLabel + " to "
                        + (firstLabel + classes - 1) + ", found " + (firstLabel + labels[i])
                        + ". Set 'classes', or correct the line.");
            }
        }
        return new FloatExamples(shape.isEmpty() ? List.of(features) : asLongs, rows, labels);
    }
}
