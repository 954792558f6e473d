package org.espalier.engine.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

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
        List<Row> rows = grid.values().stream()
                .flatMap(same -> same.stream().sorted(Comparator.comparingLong(Row::first)))
                .toList();
        return new WeightsLeft(curves.stream().map(Curve::label).toList(), rows);
    }

    /** What one series measured at one step shares a row, and so do different series at one density. */
    private static void place(List<Row> rows, List<Curve> curves, int column, Curve.Point point) {
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.hasRoom(curves, column, point)) {
                rows.set(i, row.with(curves, column, point));
                return;
            }
        }
        List<Double> values = new ArrayList<>(Collections.nCopies(curves.size(), Double.NaN));
        List<Long> steps = new ArrayList<>(Collections.nCopies(curves.size(), -1L));
        rows.add(new Row(point.density(), "", values, steps).with(curves, column, point));
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
     * @param stage where in the pipeline each series of the row was measured first
     * @param values one a column; not a number where nothing was measured
     * @param steps optimizer steps made when each was measured; negative where nothing was
     */
    record Row(double density, String stage, List<Double> values, List<Long> steps) {
        Row {
            values = List.copyOf(values);
            steps = List.copyOf(steps);
        }

        private long first() {
            return steps.stream()
                    .mapToLong(Long::longValue)
                    .filter(step -> step >= 0)
                    .min()
                    .orElse(0);
        }

        private boolean hasRoom(List<Curve> curves, int column, Curve.Point point) {
            if (steps.get(column) >= 0) {
                return false;
            }
            return stepsOf(curves, curves.get(column).series()).allMatch(step -> step == point.step());
        }

        /** Returns when a series was measured that is in the row already. */
        private LongStream stepsOf(List<Curve> curves, String series) {
            return IntStream.range(0, steps.size())
                    .filter(other -> curves.get(other).series().equals(series))
                    .mapToLong(steps::get)
                    .filter(step -> step >= 0);
        }

        private Row with(List<Curve> curves, int column, Curve.Point point) {
            var changed = new ArrayList<>(values);
            changed.set(column, point.value());
            var at = new ArrayList<>(steps);
            at.set(column, point.step());
            boolean known =
                    stepsOf(curves, curves.get(column).series()).findAny().isPresent();
            String stages = stage.isEmpty() ? point.stage() : stage + ", " + point.stage();
            return new Row(density, known ? stage : stages, changed, at);
        }
    }
}
