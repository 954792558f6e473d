package org.espalier.plugins.alds;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.espalier.api.data.Batch;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Instruments;
import org.espalier.api.score.Need;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Means and covariances of what dense layers and convolutions put out on training examples; of a convolution each position counts
 * as an observation.
 *
 * @param batches how many batches are looked at
 * @param size examples in each
 */
record OutputMoments(int batches, int size) implements Evidence<Map<LayerId, OutputMoments.Moments>> {
    /** Mean {@code [features, 1]} and covariance {@code [features, features]} of a layer's output. */
    record Moments(Matrix mean, Matrix covariance) {}

    /** Sums over observations. */
    private static final class Sums {
        private Matrix first;
        private Matrix second;
        private long count;

        /** An observation that all are seen from, so that small variances about large means survive rounding. */
        private double @Nullable [] origin;

        Sums(int features) {
            first = new Matrix(features, 1, new double[features]);
            second = new Matrix(features, features, new double[features * features]);
        }

        void add(Matrix absolute) {
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

        Moments moments() {
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
            return new Moments(new Matrix(features, 1, mean), new Matrix(features, features, covariance));
        }
    }

    @Override
    public Map<LayerId, Moments> gather(Instruments instruments) {
        var sums = new LinkedHashMap<LayerId, Sums>();
        for (LayerView layer : instruments.network().layers()) {
            if (Kernel.has(layer)) {
                sums.put(layer.id(), new Sums(Math.toIntExact(features(layer))));
            }
        }
        for (Batch batch : instruments.batches(batches, size)) {
            instruments.forward(batch, (layer, input, output) -> {
                Sums own = sums.get(layer);
                if (own != null) {
                    own.add(observations(output, own.first.rows()));
                }
            });
        }
        var moments = new LinkedHashMap<LayerId, Moments>();
        sums.forEach((layer, own) -> moments.put(layer, own.moments()));
        return moments;
    }

    private static long features(LayerView layer) {
        return layer.params().get(0).shape().get(0);
    }

    /** Returns outputs {@code [batch, features, height, width]} or {@code [.., features]} with a row for each feature. */
    private static Matrix observations(INDArray output, int features) {
        float[] values = Flat.copy(output);
        boolean channelsFirst = output.rank() == 4;
        int area = channelsFirst ? (int) (output.size(2) * output.size(3)) : 1;
        int rows = values.length / features / area;
        double[] turned = new double[values.length];
        for (int n = 0; n < rows; n++) {
            for (int f = 0; f < features; f++) {
                for (int p = 0; p < area; p++) {
                    turned[(f * rows + n) * area + p] = values[(n * features + f) * area + p];
                }
            }
        }
        return new Matrix(features, rows * area, turned);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.INPUTS);
    }
}
