package org.espalier.engine.kernel;

import java.util.Arrays;
import org.espalier.api.mask.Mask;

/**
 * Which elements of a weight there are, the rest being zero: what sparse kernels walk along. The weight is read as a matrix
 * {@code [rows, columns]}: its first axis, and all others together. Elements are counted row by row, by rising columns.
 */
public final class SparsityPattern {
    private final int rows;
    private final int columns;
    public final int[] rowStarts;
    public final int[] columnOf;
    public final int[] columnStarts;
    public final int[] rowOf;
    /** The number of each element that {@link #rowOf} names, column by column. */
    public final int[] numbers;

    private SparsityPattern(int rows, int columns, int count) {
        this.rows = rows;
        this.columns = columns;
        rowStarts = new int[rows + 1];
        columnOf = new int[count];
        columnStarts = new int[columns + 1];
        rowOf = new int[count];
        numbers = new int[count];
    }

    /**
     * Returns the living elements of a mask of at least one axis.
     *
     * @throws ArithmeticException when it has more elements than a Java array can have
     */
    public static SparsityPattern of(Mask mask) {
        int rows = Math.toIntExact(mask.shape().get(0));
        int columns = rows == 0 ? 0 : Math.toIntExact(mask.size() / rows);
        Math.toIntExact(mask.size());
        var pattern = new SparsityPattern(rows, columns, Math.toIntExact(mask.alive()));
        pattern.fillRows(mask);
        pattern.fillColumns();
        return pattern;
    }

    private void fillRows(Mask mask) {
        int[] next = {0};
        mask.forEachAlive(index -> {
            int row = (int) (index / columns);
            columnOf[next[0]++] = (int) (index - (long) row * columns);
            rowStarts[row + 1] = next[0];
        });
        for (int row = 0; row < rows; row++) {
            // Rows without elements end where they start.
            rowStarts[row + 1] = Math.max(rowStarts[row + 1], rowStarts[row]);
        }
    }

    private void fillColumns() {
        for (int column : columnOf) {
            columnStarts[column + 1]++;
        }
        for (int column = 0; column < columns; column++) {
            columnStarts[column + 1] += columnStarts[column];
        }
        int[] next = Arrays.copyOf(columnStarts, columns);
        for (int row = 0; row < rows; row++) {
            for (int number = rowStarts[row]; number < rowStarts[row + 1]; number++) {
                int at = next[columnOf[number]]++;
                rowOf[at] = row;
                numbers[at] = number;
            }
        }
    }

    /** Returns the number of rows. */
    public int rows() {
        return rows;
    }

    /** Returns the number of columns. */
    public int columns() {
        return columns;
    }

    /** Returns the offsets of elements, row by row, in a matrix with a row of {@code width} numbers for each column. */
    public int[] offsetsByColumn(int width) {
        return offsets(columnOf, width);
    }

    /** Returns the offsets of elements, column by column, in a matrix with a row of {@code width} numbers for each row. */
    public int[] offsetsByRow(int width) {
        return offsets(rowOf, width);
    }

    private static int[] offsets(int[] lines, int width) {
        int[] offsets = new int[lines.length];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = lines[i] * width;
        }
        return offsets;
    }

    /** Returns how many elements there are. */
    public int count() {
        return columnOf.length;
    }

    /** Returns the share of elements that there are, in [0, 1]; 1 for a matrix without any. */
    public double density() {
        return rows == 0 || columns == 0 ? 1 : (double) count() / ((double) rows * columns);
    }

    /**
     * Returns where a part starts when the lines that {@code starts} delimits are cut into {@code parts} with about as many
     * elements each; it ends where the next starts.
     */
    public static int cut(int[] starts, int part, int parts) {
        int lines = starts.length - 1;
        if (part == 0 || part == parts) {
            return part == 0 ? 0 : lines;
        }
        int wanted = (int) ((long) starts[lines] * part / parts);
        int found = Arrays.binarySearch(starts, wanted);
        return Math.min(lines, found < 0 ? -found - 1 : found);
    }
}
