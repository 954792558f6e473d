package org.espalier.engine.report;

import java.util.Arrays;
import java.util.List;

/**
 * Where several numbers lie.
 *
 * @param least the smallest
 * @param median the middle one; of an even count the mean of the middle two
 * @param most the largest
 */
record Spread(double least, double median, double most) {
    /** Returns the spread of what is finite among numbers; not numbers where nothing is. */
    static Spread of(List<Double> numbers) {
        double[] sorted = numbers.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        int high = sorted.length / 2;
        int low = (sorted.length - 1) / 2;
        return new Spread(
                sorted[0], Arrays.stream(sorted, low, high + 1).sum() / (high - low + 1), sorted[sorted.length - 1]);
    }

    /** Returns the median, and behind it the least and the largest in brackets where they differ: {@code 98.1 % (97.9 to 98.2)}. */
    String text(String measure) {
        String middle = Numbers.measure(measure, median);
        return least == most || Double.isNaN(median)
                ? middle
                : middle + " (" + bare(measure, least) + " to " + bare(measure, most) + ")";
    }

    /** Writes a number without its unit, beside others that have it. */
    static String bare(String measure, double value) {
        return Numbers.measure(measure, value).replace(" %", "");
    }
}
