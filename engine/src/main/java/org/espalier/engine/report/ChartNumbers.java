package org.espalier.engine.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.UncheckedIOException;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.LongStream;

/** The numbers that the page's script draws. */
final class ChartNumbers {
    /** A screen shows no more. */
    private static final int MOST_POINTS = 1500;

    /** More lines than this would be a wall. */
    private static final int MOST_MARKS = 80;

    private static final double WIDE = 20;

    /** Values that differ by less than this share of the largest are drawn on an axis from 0, so that they look as alike as they are. */
    private static final double NARROW = 0.25;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ChartNumbers() {}

    /** Returns a JSON object that is safe inside a script element. */
    static String json(Curves curves, List<Comparison> comparisons, MaskHistory masks) {
        var numbers = JSON.objectNode();
        numbers.set("weightsLeft", curves(curves.againstWeightsLeft(), true));
        numbers.set("comparisons", comparisons(comparisons));
        numbers.set("loss", curves(curves.overTime("loss"), false));
        numbers.set("accuracy", curves(curves.overTime(Curves.ACCURACY), false));
        ArrayNode progress = numbers.putArray("progress");
        curves.progress().forEach((family, lines) -> progress.addObject()
                .put("family", family)
                .put("logarithmic", isWide(lines))
                .put("fromZero", isNarrow(lines))
                .set("curves", curves(lines, false)));
        ArrayNode marks = numbers.putArray("maskChanges");
        long[] changes = changes(masks);
        if (changes.length <= MOST_MARKS) {
            LongStream.of(changes).forEach(marks::add);
        }
        try {
            // "</script>" and "<!--" in a name must not end the element
            return new ObjectMapper().writeValueAsString(numbers).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether values are above 0 and so far apart that only a logarithmic axis shows them all. */
    private static boolean isWide(List<Curve> curves) {
        DoubleSummaryStatistics values = values(curves);
        return values.getMin() > 0 && values.getMax() > WIDE * values.getMin();
    }

    private static boolean isNarrow(List<Curve> curves) {
        DoubleSummaryStatistics values = values(curves);
        return values.getMin() >= 0 && values.getMax() - values.getMin() < NARROW * values.getMax();
    }

    private static DoubleSummaryStatistics values(List<Curve> curves) {
        return curves.stream()
                .flatMap(curve -> curve.points().stream())
                .mapToDouble(Curve.Point::value)
                .summaryStatistics();
    }

    private static ArrayNode comparisons(List<Comparison> comparisons) {
        ArrayNode array = JSON.arrayNode();
        for (Comparison comparison : comparisons) {
            ArrayNode lines =
                    array.addObject().put("measure", comparison.plotted()).putArray("curves");
            for (Comparison.Line line : comparison.lines()) {
                var node = lines.addObject();
                node.put("series", line.name()).put("measure", comparison.plotted());
                ArrayNode points = node.putArray("points");
                for (Comparison.Point point : line.points()) {
                    points.addObject()
                            .put("x", point.density())
                            .put("y", point.value().median())
                            .put("least", point.value().least())
                            .put("most", point.value().most())
                            .put("stage", point.method());
                }
            }
        }
        return array;
    }

    private static long[] changes(MaskHistory masks) {
        return masks.changes().stream()
                .mapToLong(MaskHistory.Change::step)
                .distinct()
                .toArray();
    }

    private static ArrayNode curves(List<Curve> curves, boolean byDensity) {
        ArrayNode array = JSON.arrayNode();
        for (Curve curve : curves) {
            var node = array.addObject();
            node.put("series", curve.series());
            node.put("measure", curve.measure());
            ArrayNode points = node.putArray("points");
            for (Curve.Point point : curve.thinned(MOST_POINTS).points()) {
                points.addObject()
                        .put("x", byDensity ? point.density() : point.step())
                        .put("y", point.value())
                        .put("stage", point.stage())
                        .put("step", point.step());
            }
        }
        return array;
    }
}
