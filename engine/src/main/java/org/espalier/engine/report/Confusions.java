package org.espalier.engine.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.espalier.api.report.RunRecord.ConfusionRow;

/**
 * One confusion matrix: what was taken for what by one measurement.
 *
 * @param stage where in the pipeline it was measured
 * @param step optimizer steps made by then
 * @param split which examples were shown
 * @param classes the classes that occur, in order
 * @param counts how often, by actual and then by predicted class; classes as they stand in {@code classes}
 */
record Confusions(String stage, long step, String split, List<Integer> classes, List<List<Long>> counts) {
    /** Returns the last matrix of each split, in the order in which splits were first measured. */
    static List<Confusions> lastOfEachSplit(List<ConfusionRow> rows) {
        var last = new LinkedHashMap<String, List<ConfusionRow>>();
        for (ConfusionRow row : rows) {
            List<ConfusionRow> cells = last.computeIfAbsent(row.split(), split -> new ArrayList<>());
            if (!cells.isEmpty() && isOfAnother(row, cells.get(0))) {
                cells.clear();
            }
            cells.add(row);
        }
        return last.values().stream().map(Confusions::of).toList();
    }

    private static boolean isOfAnother(ConfusionRow row, ConfusionRow first) {
        boolean again = row.actual() == first.actual() && row.predicted() == first.predicted();
        return again || row.step() != first.step() || !row.stage().equals(first.stage());
    }

    private static Confusions of(List<ConfusionRow> cells) {
        var classes = new TreeSet<Integer>();
        Map<Integer, Map<Integer, Long>> counts = new TreeMap<>();
        for (ConfusionRow cell : cells) {
            classes.add(cell.actual());
            classes.add(cell.predicted());
            counts.computeIfAbsent(cell.actual(), actual -> new TreeMap<>())
                    .merge(cell.predicted(), cell.count(), Long::sum);
        }
        ConfusionRow first = cells.get(0);
        return new Confusions(
                first.stage(),
                first.step(),
                first.split(),
                List.copyOf(classes),
                classes.stream()
                        .map(actual -> classes.stream()
                                .map(predicted ->
                                        counts.getOrDefault(actual, Map.of()).getOrDefault(predicted, 0L))
                                .toList())
                        .toList());
    }

    /** Returns how many examples of a class there were. */
    long examples(int actual) {
        return counts.get(actual).stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the share of a class that was recognised, in [0, 1]; not a number where none was shown. */
    double recall(int actual) {
        return (double) counts.get(actual).get(actual) / examples(actual);
    }
}
