package org.espalier.engine.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.espalier.api.report.RunRecord;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;

/**
 * The curves that a run's numbers make: each measure over time, and accuracy against the weights that were left.
 *
 * <p>What a stage on the side measured is a series of its own, called as that stage's label says:
 * {@code repeat[2]/branch:control/evaluate} belongs to {@code control}. The pipeline itself is the series without a name,
 * called {@code main} where there are others.
 */
final class Curves {
    static final String DENSITY = "density";
    static final String ACCURACY = "accuracy";
    static final String TRAINING = "train.";

    static final String MAIN = "main";

    /** What has charts or tables of its own. */
    private static final List<String> MEASURED =
            List.of(TRAINING, "validation.", "test.", Decompositions.LAYER, Decompositions.ALL);

    private static final double SAME_DENSITY = 1e-9;

    /** A line through fewer points tells nothing. */
    private static final int FEWEST = 3;

    private final List<Named> rows;
    private final List<MaskRow> masks;

    private Curves(List<Named> rows, List<MaskRow> masks) {
        this.rows = rows;
        this.masks = masks;
    }

    /** Returns the curves of all but comparisons, which have a plot of their own and more lines than others have room for. */
    static Curves of(RunRecord record) {
        List<MetricRow> own = record.metrics().stream()
                .filter(row -> !Comparison.holds(row.stage()))
                .toList();
        boolean several = own.stream().anyMatch(row -> !label(row.stage()).isEmpty());
        List<Named> rows = own.stream()
                .map(row -> {
                    String label = label(row.stage());
                    return new Named(several && label.isEmpty() ? MAIN : label, row);
                })
                .toList();
        return new Curves(
                rows,
                record.masks().stream()
                        .filter(row -> !Comparison.holds(row.stage()))
                        .toList());
    }

    /** Returns every measure of the kind, such as {@code loss}, by step: {@code train.loss}, {@code test.loss}. */
    List<Curve> overTime(String kind) {
        var points = new LinkedHashMap<Key, List<Curve.Point>>();
        for (Named named : rows) {
            if (isOfKind(named.measure(), kind) && Double.isFinite(named.row.value())) {
                points.computeIfAbsent(named.key(), key -> new ArrayList<>())
                        .add(new Curve.Point(named.row.stage(), named.row.step(), Double.NaN, named.row.value()));
            }
        }
        return curves(points);
    }

    /**
     * Returns what else was taken down again and again while something was trained, such as the learning rate, densities of
     * layers, or what a hook steers by, under the first word of its name: {@code density.fc1} belongs to {@code density}.
     */
    Map<String, List<Curve>> progress() {
        var points = new LinkedHashMap<Key, List<Curve.Point>>();
        rows.stream()
                .filter(named ->
                        MEASURED.stream().noneMatch(named.measure()::startsWith) && Double.isFinite(named.row.value()))
                .forEach(named -> points.computeIfAbsent(named.key(), key -> new ArrayList<>())
                        .add(new Curve.Point(named.row.stage(), named.row.step(), Double.NaN, named.row.value())));
        points.values()
                .removeIf(
                        each -> each.stream().map(Curve.Point::step).distinct().count() < FEWEST);
        var families = new LinkedHashMap<String, List<Curve>>();
        for (Curve curve : curves(points)) {
            int dot = curve.measure().indexOf('.');
            String family = dot < 0 ? curve.measure() : curve.measure().substring(0, dot);
            families.computeIfAbsent(family, key -> new ArrayList<>()).add(curve);
        }
        return families;
    }

    /**
     * Returns each accuracy that was not measured on the training data, with the share of the weights that was left. Of the
     * epochs of one training at one density the last stands for all, for they lead up to it; every other measurement is a
     * point of its own.
     */
    List<Curve> againstWeightsLeft() {
        var left = new Densities(rows.stream().map(Named::row).toList(), masks);
        var points = new LinkedHashMap<Key, List<Measured>>();
        for (Named named : rows) {
            left.next(named.row);
            if (isAccuracy(named)) {
                var point = new Curve.Point(named.row.stage(), named.row.step(), left.of(named.row), named.row.value());
                add(
                        points.computeIfAbsent(named.key(), key -> new ArrayList<>()),
                        new Measured(point, left.endsEpoch(named.row)));
            }
        }
        var curves = new LinkedHashMap<Key, List<Curve.Point>>();
        points.forEach((key, measured) ->
                curves.put(key, measured.stream().map(Measured::point).toList()));
        return curves(curves);
    }

    /** Returns the highest value that a measure ever had, epochs of trainings included; not a number where it had none. */
    double best(String measure) {
        return rows.stream()
                .filter(named -> named.measure().equals(measure))
                .mapToDouble(named -> named.row.value())
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
    }

    private static boolean isAccuracy(Named named) {
        return isOfKind(named.measure(), ACCURACY)
                && !named.measure().startsWith(TRAINING)
                && Double.isFinite(named.row.value());
    }

    private static void add(List<Measured> points, Measured next) {
        int last = points.size() - 1;
        if (last >= 0 && next.standsFor(points.get(last))) {
            points.set(last, next);
            return;
        }
        points.add(next);
    }

    private static boolean isOfKind(String measure, String kind) {
        return measure.equals(kind) || measure.endsWith("." + kind);
    }

    private static List<Curve> curves(Map<Key, List<Curve.Point>> points) {
        return points.entrySet().stream()
                .map(entry -> new Curve(entry.getKey().series, entry.getKey().measure, entry.getValue()))
                .toList();
    }

    /** Returns the labels of the stages that a stage stands in, such as {@code control}; empty when none has one. */
    private static String label(String stage) {
        return Stream.of(stage.split("/"))
                .filter(segment -> segment.contains(":"))
                .map(segment -> segment.substring(segment.indexOf(':') + 1))
                .collect(joining("/"));
    }

    private record Named(String series, MetricRow row) {
        String measure() {
            return row.key();
        }

        Key key() {
            return new Key(series, measure());
        }
    }

    /** A point, and whether an epoch of a training ended with it. */
    private record Measured(Curve.Point point, boolean endsEpoch) {
        /** Returns whether nothing is lost when an earlier point is left out for this one. */
        boolean standsFor(Measured earlier) {
            if (!earlier.endsEpoch || Math.abs(point.density() - earlier.point.density()) > SAME_DENSITY) {
                return false;
            }
            boolean laterEpoch =
                    endsEpoch && point.stage().equals(earlier.point.stage()) && point.step() > earlier.point.step();
            boolean sameAgain = point.step() == earlier.point.step() && point.value() == earlier.point.value();
            return laterEpoch || sameAgain;
        }
    }

    private record Key(String series, String measure) {}
}
