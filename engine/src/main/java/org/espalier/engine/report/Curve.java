package org.espalier.engine.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a chart.
 *
 * @param series which of several networks or branches of the pipeline it follows; empty when there is only one
 * @param measure what was measured, such as {@code validation.accuracy}
 * @param points in the order in which they were measured
 */
record Curve(String series, String measure, List<Point> points) {
    Curve {
        points = List.copyOf(points);
    }

    /** Returns what a table of one kind of measure calls it: {@code ticket · validation}. */
    String label() {
        int dot = measure.lastIndexOf('.');
        String data = dot < 0 ? measure : measure.substring(0, dot);
        return series.isEmpty() ? data : series + " · " + data;
    }

    /** Returns at most {@code limit} of its points, evenly spread, the last one always among them. */
    Curve thinned(int limit) {
        if (points.size() <= limit) {
            return this;
        }
        var kept = new ArrayList<Point>();
        for (int i = 1; i <= limit; i++) {
            kept.add(points.get((int) ((long) i * points.size() / limit) - 1));
        }
        return new Curve(series, measure, kept);
    }

    /**
     * One measurement.
     *
     * @param stage where in the pipeline
     * @param step optimizer steps made since the run began
     * @param density share of prunable weights that were alive, in [0, 1]
     * @param value what was measured
     */
    record Point(String stage, long step, double density, double value) {}
}
