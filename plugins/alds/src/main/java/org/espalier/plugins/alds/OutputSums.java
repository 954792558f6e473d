package org.espalier.plugins.alds;

import java.util.Arrays;
import org.espalier.api.model.Flat;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums over what a layer puts out, of which mean and covariance follow. */
final class OutputSums {
    private final long step;
    private Matrix first;
    private Matrix second;
    private long seen;
    private long count;

    /** An observation that all are seen from, so that small variances about large means survive rounding. */
    private double @Nullable [] origin;

    /** Takes the first of every {@code step} observations. */
    OutputSums(int features, long step) {
        this.step = step;
        first = new Matrix(features, 1, new double[features]);
        second = new Matrix(features, features, new double[features * features]);
    }

    /** Adds outputs {@code [batch, features, height, width]} or {@code [.., features]}. */
    void add(INDArray output) {
        int features = first.rows();
        long area = output.rank() == 4 ? output.size(2) * output.size(3) : 1;
        long observations = output.length() / features;
        long start = Math.floorMod(-seen, step);
        seen += observations;
        if (start < observations) {
            add(observations(Flat.copy(output), features, (int) area, start, step));
        }
    }

    private void add(Matrix absolute) {
        double[] from = origin;
        if (from == null) {
            from = absolute.columns(0, 1).values();
            origin = from;
        }
        double[] shifted = absolute.values().clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] -= from[i / absolute.columns()];
        }
        Matrix observations = new Matrix(absolute.rows(), absolute.columns(), shifted);
        double[] ones = new double[observations.columns()];
        Arrays.fill(ones, 1);
        first = first.plus(observations.times(new Matrix(ones.length, 1, ones)));
        second = second.plus(observations.gramOfRows());
        count += observations.columns();
    }

    OutputMoments.Moments moments() {
        int features = first.rows();
        double[] mean = first.values().clone();
        for (int i = 0; i < features; i++) {
            mean[i] /= count;
        }
        double[] covariance = second.values().clone();
        for (int row = 0; row < features; row++) {
            for (int column = 0; column < features; column++) {
                int at = row * features + column;
                covariance[at] = covariance[at] / count - mean[row] * mean[column];
            }
        }
        for (int i = 0; i < features && origin != null; i++) {
            mean[i] += origin[i];
        }
        return new OutputMoments.Moments(
                new Matrix(features, 1, mean), new Matrix(features, features, covariance), count);
    }

    /** Returns every {@code step}-th observation from {@code start} on, with a row for each feature. */
    private static Matrix observations(float[] values, int features, int area, long start, long step) {
        int all = values.length / features;
        int columns = (int) ((all - start + step - 1) / step);
        double[] turned = new double[features * columns];
        for (int column = 0; column < columns; column++) {
            int at = (int) (start + column * step);
            int first = at / area * features * area + at % area;
            for (int f = 0; f < features; f++) {
                turned[f * columns + column] = values[first + f * area];
            }
        }
        return new Matrix(features, columns, turned);
    }
}
