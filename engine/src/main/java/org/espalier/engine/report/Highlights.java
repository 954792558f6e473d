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
    private static final double TOLERATED = 0.005;

    private static final String VALIDATION = "validation.accuracy";
    private static final String TEST = "test.accuracy";

    private Highlights() {}

    /** Returns the highlights that the record has numbers for, in the order to show them. */
    static List<Highlight> of(RunRecord record) {
        List<Curve> curves = Curves.of(record).againstWeightsLeft();
        var found = new ArrayList<Highlight>();
        best(curves).ifPresent(best -> {
            found.add(new Highlight(
                    "Best validation accuracy", Numbers.percent(best.point().value()), at(best)));
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
        Ledger.Line total = record.ledger().total();
        if (total.prunable() > 0) {
            found.add(new Highlight(
                    "Prunable weights alive",
                    Numbers.count(total.alive()),
                    "of " + Numbers.count(total.prunable()) + ": " + Numbers.percent(total.density())
                            + Numbers.times(total.prunable(), total.alive())));
        }
        if (total.parameters() > 0) {
            found.add(new Highlight(
                    "Parameters not zero",
                    Numbers.count(total.nonzero()),
                    "of " + Numbers.count(total.parameters()) + Numbers.times(total.parameters(), total.nonzero())));
        }
        if (total.denseFlops() > 0) {
            found.add(new Highlight(
                    "FLOPs for one example",
                    Numbers.count(total.sparseFlops()),
                    "of " + Numbers.count(total.denseFlops())
                            + Numbers.times(total.denseFlops(), total.sparseFlops())));
        }
        return found;
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
                .max(Comparator.comparingLong(measured -> measured.point().step()));
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
