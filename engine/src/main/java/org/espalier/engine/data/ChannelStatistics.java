package org.espalier.engine.data;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.data.DataSet.Normalisation;
import org.espalier.api.data.Examples;

/** Measures mean and deviation of each channel. */
final class ChannelStatistics {
    private ChannelStatistics() {}

    /**
     * Returns the mean and the (population) deviation of each channel over all examples and positions; 1 for the
     * deviation of a channel that never changes. Two passes, in double.
     */
    static Normalisation measure(Examples examples) {
        int channels = Shapes.channels(examples.shape());
        double count = (double) examples.size() * Shapes.length(examples.shape()) / channels;
        double[] mean = sum(examples, new double[channels], 1);
        for (int c = 0; c < channels; c++) {
            mean[c] /= count;
        }
        double[] square = sum(examples, mean, 2);
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            double deviation = Math.sqrt(square[c] / count);
            means.add(mean[c]);
            deviations.add(deviation > 0 ? deviation : 1);
        }
        return new Normalisation(means, deviations);
    }

    /** Adds up {@code (x − centre)^power} for each channel. */
    private static double[] sum(Examples examples, double[] centre, int power) {
        float[] example = new float[Shapes.length(examples.shape())];
        int channel = example.length / centre.length;
        double[] sum = new double[centre.length];
        for (int index = 0; index < examples.size(); index++) {
            examples.read(index, example, 0);
            for (int c = 0, i = 0; c < centre.length; c++) {
                double part = 0;
                for (int end = i + channel; i < end; i++) {
                    double difference = example[i] - centre[c];
                    part += power == 1 ? difference : difference * difference;
                }
                sum[c] += part;
            }
        }
        return sum;
    }
}
