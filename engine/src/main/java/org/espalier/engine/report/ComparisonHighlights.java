package org.espalier.engine.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import org.espalier.engine.report.Highlights.Highlight;

/** What to know about a comparison at a glance: what was compared, how often, and who came out best. */
final class ComparisonHighlights {
    private ComparisonHighlights() {}

    /** Returns the highlights in the order to show them. */
    static List<Highlight> of(Comparison comparison) {
        var found = new ArrayList<Highlight>();
        List<String> families = comparison.methods().stream()
                .map(Comparison.Method::family)
                .distinct()
                .toList();
        found.add(new Highlight(
                "Methods in " + comparison.stage(), Numbers.count(families.size()), String.join(", ", families)));
        long settings = comparison.methods().size();
        found.add(
                new Highlight("Methods with their settings", Numbers.count(settings), "each ran " + times(comparison)));
        String measure = ranking(comparison);
        best(comparison, measure).ifPresent(best -> {
            String words = measure.replaceFirst("\\.", " ");
            found.add(highlight("Best median of " + words, best, measure, comparison));
            sparsestLike(comparison, measure, best)
                    .filter(sparse -> !sparse.equals(best))
                    .ifPresent(sparse ->
                            found.add(highlight("Sparsest within half a point of it", sparse, measure, comparison)));
        });
        return found;
    }

    /** A comparison that was stopped has fewer repeats of its last methods. */
    private static String times(Comparison comparison) {
        IntSummaryStatistics repeats = comparison.methods().stream()
                .mapToInt(method -> method.repeats().size())
                .summaryStatistics();
        if (repeats.getMin() < repeats.getMax()) {
            return repeats.getMin() + " to " + repeats.getMax() + " times";
        }
        return repeats.getMax() == 1 ? "once" : repeats.getMax() + " times";
    }

    /** Methods are ranked by what was measured on validation, so that nothing is chosen on test. */
    private static String ranking(Comparison comparison) {
        return comparison.measures().stream()
                .filter(measure -> measure.startsWith("validation.") && Numbers.isScore(measure))
                .findFirst()
                .orElse("");
    }

    private static Highlight highlight(String title, Comparison.Method method, String measure, Comparison comparison) {
        String tested = comparison.plotted();
        String test = tested.isEmpty()
                ? ""
                : ", " + tested.replaceFirst("\\.", " ") + " "
                        + method.spread(tested).text(tested);
        return new Highlight(
                title,
                Numbers.measure(measure, method.spread(measure).median()),
                method.name() + ", with " + Numbers.percent(density(method)) + " of the weights left" + test);
    }

    private static double density(Comparison.Method method) {
        return method.spread(Curves.DENSITY).median();
    }

    private static Optional<Comparison.Method> best(Comparison comparison, String measure) {
        return comparison.methods().stream()
                .filter(method -> Double.isFinite(method.spread(measure).median()))
                .max(Comparator.comparingDouble(method -> method.spread(measure).median()));
    }

    private static Optional<Comparison.Method> sparsestLike(
            Comparison comparison, String measure, Comparison.Method best) {
        double least = best.spread(measure).median() - Highlights.TOLERATED;
        return comparison.methods().stream()
                .filter(method -> method.spread(measure).median() >= least)
                .min(Comparator.comparingDouble(ComparisonHighlights::density));
    }
}
