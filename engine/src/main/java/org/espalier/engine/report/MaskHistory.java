package org.espalier.engine.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.report.RunRecord.MaskRow;

/**
 * The density of every masked parameter after every change of the masks.
 *
 * @param params the parameters, in the order in which they were first masked
 * @param changes the changes, in order
 */
record MaskHistory(List<String> params, List<Change> changes) {
    MaskHistory {
        params = List.copyOf(params);
        changes = List.copyOf(changes);
    }

    /** Collects rows into changes: each has a row for every parameter that the network had then. */
    static MaskHistory of(List<MaskRow> rows) {
        List<String> params = rows.stream().map(MaskRow::param).distinct().toList();
        var changes = new ArrayList<Change>();
        var changed = new LinkedHashMap<String, MaskRow>();
        for (int i = 0; i < rows.size(); i++) {
            MaskRow row = rows.get(i);
            changed.put(row.param(), row);
            if (i + 1 == rows.size() || !continues(row, rows.get(i + 1), changed.keySet())) {
                changes.add(new Change(row.step(), row.stage(), densities(params, changed), overall(changed.values())));
                changed.clear();
            }
        }
        return new MaskHistory(params, changes);
    }

    /** A change ends where step or stage do, or where a parameter comes again. */
    private static boolean continues(MaskRow row, MaskRow next, Set<String> changed) {
        return next.step() == row.step() && next.stage().equals(row.stage()) && !changed.contains(next.param());
    }

    private static List<Double> densities(List<String> params, Map<String, MaskRow> changed) {
        return params.stream()
                .map(changed::get)
                .map(row -> row == null ? Double.NaN : share(row.alive(), row.size()))
                .toList();
    }

    private static double overall(Collection<MaskRow> rows) {
        return share(
                rows.stream().mapToLong(MaskRow::alive).sum(),
                rows.stream().mapToLong(MaskRow::size).sum());
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 1 : (double) part / whole;
    }

    /** Returns at most {@code limit} changes, evenly spread, the last one always among them. */
    MaskHistory thinned(int limit) {
        if (changes.size() <= limit) {
            return this;
        }
        var kept = new ArrayList<Change>();
        for (int i = 1; i <= limit; i++) {
            kept.add(changes.get((int) ((long) i * changes.size() / limit) - 1));
        }
        return new MaskHistory(params, kept);
    }

    /**
     * The masks after one change.
     *
     * @param step optimizer steps made since the run began
     * @param stage where in the pipeline
     * @param densities share of weights alive, in [0, 1], one a parameter; not a number where the network had no such
     *     parameter then
     * @param overall the same of all of them together
     */
    record Change(long step, String stage, List<Double> densities, double overall) {
        Change {
            densities = List.copyOf(densities);
        }
    }
}
