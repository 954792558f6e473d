package org.espalier.engine.report;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** A line through fewer points tells nothing. */
    private static final int FEWEST = 3;

    private final List<Named> rows;
    private final RunRecord record;

    private Curves(List<Named> rows, RunRecord record) {
        this.rows = rows;
        this.record = record;
    }

    /** Returns the curves of all but comparisons, which have a plot of their own and more lines than others have room for. */
    static Curves of(RunRecord record) {
        return ofAll(new RunRecord(
                record.name(),
                record.provenance(),
                record.pipeline(),
                record.metrics().stream()
                        .filter(row -> !Comparison.holds(row.stage()))
                        .toList(),
                record.masks().stream()
                        .filter(row -> !Comparison.holds(row.stage()))
                        .toList(),
                record.confusion(),
                record.remarks(),
                record.ledger()));
    }

    private static Curves ofAll(RunRecord record) {
        boolean several =
                record.metrics().stream().anyMatch(row -> !label(row.stage()).isEmpty());
        var rows = new ArrayList<Named>();
        for (MetricRow row : record.metrics()) {
            String label = label(row.stage());
            rows.add(new Named(several && label.isEmpty() ? MAIN : label, row));
        }
        return new Curves(rows, record);
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
     * Returns each accuracy that was not measured on the training data, with the density that the same stage recorded at
     * the same step. Where a measure never stands beside a density, the masks tell it. Of several measurements by one stage at one density the last counts: the epochs of
     * a training lead up to it.
     */
    List<Curve> againstWeightsLeft() {
        var densities = new HashMap<Moment, Double>();
        rows.stream()
                .filter(named -> named.measure().equals(DENSITY))
                .forEach(named -> densities.put(named.moment(), named.row.value()));
        List<Named> accuracies = rows.stream()
                .filter(named -> isOfKind(named.measure(), ACCURACY))
                .filter(named -> !named.measure().startsWith(TRAINING) && Double.isFinite(named.row.value()))
                .toList();
        Set<Key> paired = accuracies.stream()
                .filter(named -> densities.containsKey(named.moment()))
                .map(Named::key)
                .collect(toSet());
        var points = new LinkedHashMap<Key, List<Curve.Point>>();
        for (Named named : accuracies) {
            if (paired.contains(named.key()) && !densities.containsKey(named.moment())) {
                continue;
            }
            Double density = densities.get(named.moment());
            add(
                    points.computeIfAbsent(named.key(), key -> new ArrayList<>()),
                    named.row,
                    density == null ? densityOfMasks(named.row.step()) : density);
        }
        return curves(points);
    }

    private static void add(List<Curve.Point> points, MetricRow row, double density) {
        var point = new Curve.Point(row.stage(), row.step(), density, row.value());
        int last = points.size() - 1;
        if (last >= 0 && replaces(point, points.get(last))) {
            points.set(last, point);
            return;
        }
        points.add(point);
    }

    private static boolean replaces(Curve.Point next, Curve.Point previous) {
        boolean sameDensity = Math.abs(next.density() - previous.density()) <= 1e-9;
        return sameDensity && (next.stage().equals(previous.stage()) || next.step() == previous.step());
    }

    private double densityOfMasks(long step) {
        var latest = new HashMap<String, MaskRow>();
        record.masks().stream().filter(row -> row.step() < step).forEach(row -> latest.put(row.param(), row));
        if (latest.isEmpty()) {
            return 1;
        }
        long alive = latest.values().stream().mapToLong(MaskRow::alive).sum();
        long size = latest.values().stream().mapToLong(MaskRow::size).sum();
        return (double) alive / size;
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

        Moment moment() {
            return new Moment(row.stage(), row.step());
        }
    }

    private record Key(String series, String measure) {}

    private record Moment(String stage, long step) {}
}
