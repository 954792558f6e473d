package org.espalier.engine.run;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import org.espalier.api.data.DataException;
import org.espalier.engine.text.Shown;

/**
 * One row of a run's table, as somebody may have altered it: each cell is checked for what it has to be.
 *
 * @param file the table
 * @param line where the row is, from 1
 * @param columns what the cells are called
 * @param cells as many as there are columns
 */
record CsvRow(String file, int line, List<String> columns, List<String> cells) {
    private static final Pattern COUNT = Pattern.compile("\\d{1,19}");

    /** What {@code Double.toString} writes; what else Java reads as a number is none of ours. */
    private static final Pattern NUMBER = Pattern.compile("NaN|-?(Infinity|\\d{1,20}(\\.\\d{1,20}(E-?\\d{1,3})?)?)");

    /**
     * Takes a row.
     *
     * @throws DataException when it has too few or too many cells
     */
    CsvRow {
        if (cells.size() != columns.size()) {
            throw new DataException(file + ":" + line + ": expected " + columns.size() + " values but found "
                    + cells.size() + "; the file was altered");
        }
    }

    String text(int column) {
        return cells.get(column);
    }

    /** Returns a whole number of at least 0. */
    long count(int column) {
        return count(column, Long.MAX_VALUE);
    }

    /** Returns a whole number of at least 0 that an {@code int} holds. */
    int index(int column) {
        return (int) count(column, Integer.MAX_VALUE);
    }

    private long count(int column, long most) {
        String cell = cells.get(column);
        if (COUNT.matcher(cell).matches()) {
            var value = new BigInteger(cell);
            if (value.compareTo(BigInteger.valueOf(most)) <= 0) {
                return value.longValue();
            }
        }
        throw problem(column, "a whole number from 0 to " + most);
    }

    /**
     * Requires that a part is no larger than its whole.
     *
     * @throws DataException when it is
     */
    void requireWithin(int part, int whole) {
        if (count(part) > count(whole)) {
            throw problem(part, "at most '" + columns.get(whole) + "', which is " + count(whole) + ",");
        }
    }

    /**
     * Requires that counts can be added up.
     *
     * @throws DataException at the row with which a sum becomes too large
     */
    static void requireSums(List<CsvRow> rows, List<Integer> columns) {
        for (int column : columns) {
            long sum = 0;
            for (CsvRow row : rows) {
                long count = row.count(column);
                if (count > Long.MAX_VALUE - sum) {
                    throw row.problem(column, "at most " + (Long.MAX_VALUE - sum) + ", or the sum overflows,");
                }
                sum += count;
            }
        }
    }

    /** Returns any number; also one that is infinite or none. */
    double number(int column) {
        String cell = cells.get(column);
        if (!NUMBER.matcher(cell).matches()) {
            throw problem(column, "a number");
        }
        return Double.parseDouble(cell);
    }

    private DataException problem(int column, String wanted) {
        return new DataException(file + ":" + line + ": '" + columns.get(column) + "' must be " + wanted + " but is '"
                + Shown.cut(cells.get(column), 60) + "'; the file was altered");
    }
}
