package org.espalier.engine.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times of one thing, in seconds. */
public final class Series {
    private final String name;
    private final List<Double> seconds = new ArrayList<>();

    /** Makes an empty series. */
    public Series(String name) {
        this.name = name;
    }

    /** Times some work. */
    public void time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        seconds.add((System.nanoTime() - start) / 1e9);
    }

    /** Adds times that were taken elsewhere. */
    public void addAll(List<Double> more) {
        seconds.addAll(more);
    }

    /** Returns the median; not a number where there is none. */
    public double median() {
        return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElse(Double.NaN);
    }

    /** Returns median, least and largest in milliseconds. */
    public String milliseconds() {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", 1000 * median(), 1000 * least(), 1000 * largest());
    }

    /** Prints all there is to say. */
    public void print() {
        if (!seconds.isEmpty()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-40s median %9.2f ms  (%.2f to %.2f, %d times)%n",
                    name,
                    1000 * median(),
                    1000 * least(),
                    1000 * largest(),
                    seconds.size());
        }
    }

    /** Prints how many times as long as another it takes. */
    public void ratioTo(Series other) {
        System.out.printf(Locale.ROOT, "%s / %s = %.1f%n", name, other.name, median() / other.median());
    }

    private double least() {
        return seconds.stream().min(Double::compare).orElse(Double.NaN);
    }

    private double largest() {
        return seconds.stream().max(Double::compare).orElse(Double.NaN);
    }
}
