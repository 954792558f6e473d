package org.espalier.engine.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Accuracies side by side, one row a density: the table of a pruning study.
 *
 * @param columns what was measured on which series, such as {@code ticket · test.accuracy}
 * @param rows from the densest to the sparsest
 */
record WeightsLeft(List<String> columns, List<Row> rows) {
    /** Densities that agree to six digits are one row: two series rarely keep exactly as many weights. */
    private static final double SAME = 1e6;

    WeightsLeft {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    static WeightsLeft of(List<Curve> curves) {
        var grid = new TreeMap<Long, List<Row>>(Comparator.reverseOrder());
        for (int column = 0; column < curves.size(); column++) {
            for (Curve.Point point : curves.get(column).points()) {
                place(
                        grid.computeIfAbsent(Math.round(point.density() * SAME), key -> new ArrayList<>()),
                        curves,
                        column,
                        point);
            }
        }
        List<Row> rows = grid.values().stream().flatMap(List::stream).toList();
        return new WeightsLeft(curves.stream().map(Curve::label).toList(), rows);
    }

    /** Measurements of one step share a row, and so do those of different columns at one density. */
    private static void place(List<Row> rows, List<Curve> curves, int column, Curve.Point point) {
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (Double.isNaN(row.values().get(column))) {
                rows.set(i, row.with(column, point));
                return;
            }
        }
        List<Double> values = new ArrayList<>(Collections.nCopies(curves.size(), Double.NaN));
        values.set(column, point.value());
        rows.add(new Row(point.density(), point.stage(), values));
    }

    /** Returns the highest value of a column. */
    double best(int column) {
        return rows.stream()
                .mapToDouble(row -> row.values().get(column))
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
    }

    /**
     * One density.
     *
     * @param density share of prunable weights alive, in [0, 1]
     * @param stage where in the pipeline the first of the row was measured
     * @param values one a column; not a number where nothing was measured
     */
    record Row(double density, String stage, List<Double> values) {
        Row {
            values = List.copyOf(values);
        }

        Row with(int column, Curve.Point point) {
            var changed = new ArrayList<>(values);
            changed.set(column, point.value());
            return new Row(density, stage, changed);
        }
    }
}
