package org.espalier.engine.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.RunRecord;

/** What to know about a run at a glance. */
final class Highlights {
    /** How far below the best an accuracy may be to count as kept: half a percentage point. */
    static final double TOLERATED = 0.005;

    private static final String VALIDATION = "validation.accuracy";
    private static final String TEST = "test.accuracy";

    private Highlights() {}

    /** Returns the highlights that the record has numbers for, in the order to show them. */
    static List<Highlight> of(RunRecord record) {
        List<Comparison> comparisons = Comparison.of(record);
        Curves curves = Curves.of(record);
        var found = new ArrayList<Highlight>();
        comparisons.forEach(comparison -> found.addAll(ComparisonHighlights.of(comparison)));
        found.addAll(accuracies(curves));
        boolean untouched = record.ledger().equals(record.initial()) && isDense(record.ledger());
        if (comparisons.isEmpty() || !untouched) {
            found.addAll(sizes(record));
        }
        String took = record.provenance().get("took");
        if (took != null) {
            found.add(new Highlight("Time at work", Numbers.clock(took), resumptions(record)));
        }
        return found;
    }

    private static boolean isDense(Ledger ledger) {
        return ledger.total().alive() == ledger.total().prunable();
    }

    private static String resumptions(RunRecord record) {
        long times = record.provenance().keySet().stream()
                .filter(fact -> fact.matches("resumed(\\.\\d+)?"))
                .count();
        if (times == 0) {
            return "from first to last";
        }
        return times == 1 ? "taken up again once" : "taken up again " + times + " times";
    }

    private static List<Highlight> accuracies(Curves all) {
        List<Curve> curves = all.againstWeightsLeft();
        var found = new ArrayList<Highlight>();
        best(curves).ifPresent(best -> {
            double epoch = all.best(VALIDATION);
            String passing = epoch > best.point().value() ? "; an epoch on the way had " + Numbers.percent(epoch) : "";
            found.add(new Highlight(
                    "Best validation accuracy", Numbers.percent(best.point().value()), at(best) + passing));
            sparsestLike(best, curves)
                    .ifPresent(sparse -> found.add(new Highlight(
                            "Sparsest within half a point of it",
                            Numbers.percent(sparse.point().density()) + " left",
                            Numbers.percent(sparse.point().value()) + " validation accuracy" + named(sparse))));
        });
        last(curves, TEST)
                .ifPresent(last -> found.add(new Highlight(
                        "Test accuracy, last measured",
                        Numbers.percent(last.point().value()),
                        at(last))));
        return found;
    }

    /** Sizes as they are now, of those of the network that the run began with. */
    private static List<Highlight> sizes(RunRecord record) {
        Ledger.Line now = record.ledger().total();
        Ledger.Line began = record.initial().total();
        String of = Sizes.replaced(record) ? " that the run began with" : "";
        var found = new ArrayList<Highlight>();
        if (began.prunable() > 0) {
            found.add(size("Prunable weights alive", now.alive(), began.prunable(), of));
        }
        if (began.parameters() > 0) {
            found.add(size("Parameters not zero", now.nonzero(), began.parameters(), of));
        }
        if (began.denseFlops() > 0) {
            found.add(size("FLOPs for one example", now.sparseFlops(), began.denseFlops(), of));
        }
        if (began.parameters() > 0) {
            String title = now.alive() < now.prunable() ? "Bytes as bitmask and living values" : "Bytes of parameters";
            found.add(size(title, Sizes.bytes(now), Sizes.bytes(began), of));
        }
        return found;
    }

    private static Highlight size(String title, long now, long began, String of) {
        return new Highlight(
                title,
                Numbers.count(now),
                "of " + Numbers.count(began) + of + ": " + Numbers.percent((double) now / began)
                        + Numbers.times(began, now));
    }

    private static Optional<Measured> best(List<Curve> curves) {
        return measured(curves, VALIDATION).stream()
                .max(Comparator.comparingDouble(measured -> measured.point().value()));
    }

    private static Optional<Measured> sparsestLike(Measured best, List<Curve> curves) {
        return measured(curves, VALIDATION).stream()
                .filter(measured -> measured.point().value() >= best.point().value() - TOLERATED)
                .min(Comparator.comparingDouble(measured -> measured.point().density()));
    }

    private static Optional<Measured> last(List<Curve> curves, String measure) {
        return measured(curves, measure).stream()
                .reduce((one, next) -> next.point().step() >= one.point().step() ? next : one);
    }

    private static List<Measured> measured(List<Curve> curves, String measure) {
        return curves.stream()
                .filter(curve -> curve.measure().equals(measure))
                .flatMap(curve -> curve.points().stream().map(point -> new Measured(curve.series(), point)))
                .toList();
    }

    private static String at(Measured measured) {
        return "with " + Numbers.percent(measured.point().density()) + " of the weights left" + named(measured);
    }

    private static String named(Measured measured) {
        boolean pipelineItself =
                measured.series().isEmpty() || measured.series().equals(Curves.MAIN);
        return pipelineItself ? "" : " (" + measured.series() + ")";
    }

    private record Measured(String series, Curve.Point point) {}

    /**
     * One number worth knowing.
     *
     * @param title what it is
     * @param value the number, with its unit
     * @param note what it stands beside
     */
    record Highlight(String title, String value, String note) {}
}
