package org.espalier.engine.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;

/**
 * Tells the share of the weights that was left when a number was measured. Each measurement records a density first, and behind
 * it what it measured; where layers were replaced it also records the share of the weights that the run began with, which
 * then counts. A number without either goes by the masks.
 */
final class Densities {
    /** The share of the prunable weights that the run began with; recorded once layers were replaced. */
    static final String WEIGHTS_LEFT = "weights-left";

    private static final String LEARNING_RATE = "learning-rate";

    private final Map<Moment, Double> first = new HashMap<>();
    private final List<MaskHistory.Change> changes;
    private Moment previous = new Moment("", -1);
    private boolean previousIsOfTraining;
    private Moment moment = previous;
    private double density = Double.NaN;
    private boolean endsEpoch;

    private record Moment(String stage, long step) {
        static Moment of(MetricRow row) {
            return new Moment(row.stage(), row.step());
        }
    }

    /** Prepares for rows that are then gone through in the same order. */
    Densities(List<MetricRow> rows, List<MaskRow> masks) {
        this.changes = MaskHistory.of(masks).changes();
        rows.stream()
                .filter(row -> row.key().equals(Curves.DENSITY))
                .forEach(row -> first.putIfAbsent(Moment.of(row), row.value()));
    }

    /** Goes on to the next row. */
    void next(MetricRow row) {
        Moment now = Moment.of(row);
        if (row.key().equals(Curves.DENSITY)) {
            endsEpoch = previousIsOfTraining && previous.equals(now);
            moment = now;
            density = row.value();
        } else if (row.key().equals(WEIGHTS_LEFT) && moment.equals(now)) {
            density = row.value();
        }
        previous = now;
        previousIsOfTraining =
                row.key().startsWith(Curves.TRAINING) || row.key().equals(LEARNING_RATE);
    }

    /** Returns the share that was left at the row that was gone to last. */
    double of(MetricRow row) {
        Moment now = Moment.of(row);
        if (moment.equals(now)) {
            return density;
        }
        Double later = first.get(now);
        return later == null ? ofMasks(row.step()) : later;
    }

    /** Returns whether the row that was gone to last tells of an epoch of a training. */
    boolean endsEpoch(MetricRow row) {
        return endsEpoch && moment.equals(Moment.of(row));
    }

    private double ofMasks(long step) {
        List<MaskHistory.Change> earlier =
                changes.stream().filter(change -> change.step() < step).toList();
        return earlier.isEmpty() ? 1 : earlier.get(earlier.size() - 1).overall();
    }
}
