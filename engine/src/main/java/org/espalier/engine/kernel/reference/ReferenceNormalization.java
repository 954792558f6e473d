package org.espalier.engine.kernel.reference;

import static org.espalier.engine.kernel.memory.Values.read;
import static org.espalier.engine.kernel.memory.Values.write;

import org.espalier.engine.kernel.NormalizationKernel;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The definition of batch and layer normalization and of the softmax. */
public final class ReferenceNormalization implements NormalizationKernel {
    @Override
    public void batch(
            Rule rule,
            Value input,
            INDArray scale,
            INDArray shift,
            INDArray mean,
            INDArray variance,
            Value output,
            Workspace workspace) {
        double[] x = read(input.array());
        int channels = input.size(1);
        int positions = x.length / (input.size(0) * channels);
        if (!rule.fixed()) {
            writeMoments(x, channels, positions, mean, variance);
        }
        double[] means = read(mean);
        double[] factors = factors(rule.epsilon(), variance);
        double[] scales = read(scale);
        double[] shifts = read(shift);
        for (int i = 0; i < x.length; i++) {
            int c = i / positions % channels;
            x[i] = (x[i] - means[c]) * factors[c] * scales[c] + shifts[c];
        }
        write(x, output.overwrite());
    }

    private static void writeMoments(double[] x, int channels, int positions, INDArray mean, INDArray variance) {
        double[] means = new double[channels];
        double[] variances = new double[channels];
        double count = (double) x.length / channels;
        for (int i = 0; i < x.length; i++) {
            means[i / positions % channels] += x[i] / count;
        }
        for (int i = 0; i < x.length; i++) {
            int c = i / positions % channels;
            variances[c] += (x[i] - means[c]) * (x[i] - means[c]) / count;
        }
        write(means, mean);
        write(variances, variance);
    }

    @Override
    public void batchBackward(
            Rule rule,
            Value input,
            Value outputGradient,
            INDArray scale,
            INDArray mean,
            INDArray variance,
            Value inputGradient,
            INDArray scaleGradient,
            INDArray shiftGradient,
            Workspace workspace) {
        double[] x = read(input.array());
        double[] dy = read(outputGradient.array());
        int channels = input.size(1);
        int positions = x.length / (input.size(0) * channels);
        double[] means = read(mean);
        double[] factors = factors(rule.epsilon(), variance);
        double[] scales = read(scale);
        double[] sums = new double[channels];
        double[] products = new double[channels];
        for (int i = 0; i < x.length; i++) {
            int c = i / positions % channels;
            x[i] = (x[i] - means[c]) * factors[c];
            sums[c] += dy[i];
            products[c] += dy[i] * x[i];
        }
        double count = rule.fixed() ? Double.POSITIVE_INFINITY : (double) x.length / channels;
        for (int i = 0; i < x.length; i++) {
            int c = i / positions % channels;
            // Given statistics do not follow the input, so that both corrections are zero.
            dy[i] = scales[c] * factors[c] * (dy[i] - sums[c] / count - x[i] * products[c] / count);
        }
        write(dy, inputGradient.overwrite());
        write(products, scaleGradient);
        write(sums, shiftGradient);
    }

    @Override
    public void layer(double epsilon, Value input, INDArray scale, INDArray shift, Value output) {
        double[] x = read(input.array());
        double[] scales = read(scale);
        double[] shifts = read(shift);
        int width = scales.length;
        for (int start = 0; start < x.length; start += width) {
            normalize(x, start, width, epsilon);
            for (int i = 0; i < width; i++) {
                x[start + i] = x[start + i] * scales[i] + shifts[i];
            }
        }
        write(x, output.overwrite());
    }

    @Override
    public void layerBackward(
            double epsilon,
            Value input,
            Value outputGradient,
            INDArray scale,
            Value inputGradient,
            INDArray scaleGradient,
            INDArray shiftGradient) {
        double[] x = read(input.array());
        double[] dy = read(outputGradient.array());
        double[] scales = read(scale);
        int width = scales.length;
        double[] products = new double[width];
        double[] sums = new double[width];
        for (int start = 0; start < x.length; start += width) {
            double factor = normalize(x, start, width, epsilon);
            double mean = 0;
            double along = 0;
            for (int i = 0; i < width; i++) {
                products[i] += dy[start + i] * x[start + i];
                sums[i] += dy[start + i];
                dy[start + i] *= scales[i];
                mean += dy[start + i] / width;
                along += dy[start + i] * x[start + i] / width;
            }
            for (int i = start; i < start + width; i++) {
                dy[i] = factor * (dy[i] - mean - x[i] * along);
            }
        }
        write(dy, inputGradient.overwrite());
        write(products, scaleGradient);
        write(sums, shiftGradient);
    }

    /** Brings a run to mean 0 and variance 1, in place; returns what deviations were multiplied by. */
    private static double normalize(double[] x, int start, int width, double epsilon) {
        double mean = 0;
        for (int i = start; i < start + width; i++) {
            mean += x[i] / width;
        }
        double variance = 0;
        for (int i = start; i < start + width; i++) {
            variance += (x[i] - mean) * (x[i] - mean) / width;
        }
        double factor = 1 / Math.sqrt(variance + epsilon);
        for (int i = start; i < start + width; i++) {
            x[i] = (x[i] - mean) * factor;
        }
        return factor;
    }

    @Override
    public void softmax(Value input, Value output) {
        double[] x = read(input.array());
        int width = input.size(input.rank() - 1);
        for (int start = 0; start < x.length; start += width) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = start; i < start + width; i++) {
                largest = Math.max(largest, x[i]);
            }
            double sum = 0;
            for (int i = start; i < start + width; i++) {
                x[i] = StrictMath.exp(x[i] - largest);
                sum += x[i];
            }
            for (int i = start; i < start + width; i++) {
                x[i] /= sum;
            }
        }
        write(x, output.overwrite());
    }

    @Override
    public void softmaxBackward(Value output, Value outputGradient, Value inputGradient) {
        double[] y = read(output.array());
        double[] dy = read(outputGradient.array());
        int width = output.size(output.rank() - 1);
        for (int start = 0; start < y.length; start += width) {
            double along = 0;
            for (int i = start; i < start + width; i++) {
                along += y[i] * dy[i];
            }
            for (int i = start; i < start + width; i++) {
                dy[i] = y[i] * (dy[i] - along);
            }
        }
        write(dy, inputGradient.overwrite());
    }

    private static double[] factors(double epsilon, INDArray variance) {
        double[] factors = read(variance);
        for (int c = 0; c < factors.length; c++) {
            factors[c] = 1 / Math.sqrt(factors[c] + epsilon);
        }
        return factors;
    }
}
