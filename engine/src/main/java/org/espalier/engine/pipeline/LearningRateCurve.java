package org.espalier.engine.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Smoothed training loss against the learning rate, and what can be read off it.
 *
 * <p>Losses are smoothed by {@code s = β s + (1 − β) loss}, divided by {@code 1 − β^n}, so that the first counts fully.
 */
final class LearningRateCurve {
    /** How many times its minimum the loss may reach. */
    private static final double DIVERGED = 4;

    private final double beta;
    private final List<Point> points = new ArrayList<>();
    private double sum;
    private double weight;
    private double least = Double.POSITIVE_INFINITY;

    /**
     * Makes an empty curve.
     *
     * @param beta how much of the past stays at each step, in [0, 1)
     */
    LearningRateCurve(double beta) {
        this.beta = beta;
    }

    /**
     * Takes in a step.
     *
     * @param loss finite
     */
    Point add(double rate, double loss) {
        sum = beta * sum + (1 - beta) * loss;
        weight = beta * weight + (1 - beta);
        var point = new Point(rate, sum / weight);
        points.add(point);
        least = Math.min(least, point.loss());
        return point;
    }

    /** Returns whether the last point lies above four times the minimum. */
    boolean diverged() {
        return !points.isEmpty() && points.get(points.size() - 1).loss() > DIVERGED * least;
    }

    List<Point> points() {
        return Collections.unmodifiableList(points);
    }

    /** Returns the point where the loss is least. */
    Optional<Point> minimum() {
        return points.stream().min(Comparator.comparingDouble(Point::loss));
    }

    /**
     * Returns the point before the minimum at which the loss falls fastest with the logarithm of the rate, by the
     * difference over a twentieth of the curve to either side; none when it falls nowhere.
     */
    Optional<Point> steepest() {
        int reach = Math.max(1, points.size() / 20);
        int end = minimum().map(points::indexOf).orElse(0);
        double steepest = 0;
        Optional<Point> found = Optional.empty();
        for (int i = reach; i + reach <= end; i++) {
            Point before = points.get(i - reach);
            Point after = points.get(i + reach);
            double slope = (after.loss() - before.loss()) / StrictMath.log(after.rate() / before.rate());
            if (slope < steepest) {
                steepest = slope;
                found = Optional.of(points.get(i));
            }
        }
        return found;
    }

    /**
     * One step.
     *
     * @param rate the learning rate it was made with
     * @param loss the smoothed loss
     */
    record Point(double rate, double loss) {}
}
