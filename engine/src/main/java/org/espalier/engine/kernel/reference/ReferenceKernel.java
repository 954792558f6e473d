package org.espalier.engine.kernel.reference;

import static org.espalier.engine.kernel.memory.Values.read;
import static org.espalier.engine.kernel.memory.Values.write;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.espalier.api.mask.Mask;
import org.espalier.engine.kernel.AdamStep;
import org.espalier.engine.kernel.ConvolutionKernel;
import org.espalier.engine.kernel.Decay;
import org.espalier.engine.kernel.DropoutHash;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.LatentKernel;
import org.espalier.engine.kernel.LayoutKernel;
import org.espalier.engine.kernel.NormalizationKernel;
import org.espalier.engine.kernel.Pointwise;
import org.espalier.engine.kernel.PoolingKernel;
import org.espalier.engine.kernel.RecurrentKernel;
import org.espalier.engine.kernel.Softmax;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Values;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The definition of every operation, in plain loops over doubles; for float and double arrays. Fast kernels are compared
 * with it, and finite differences are taken with it.
 */
public final class ReferenceKernel implements Kernel {
    private final ConvolutionKernel convolution = new ReferenceConvolution();
    private final PoolingKernel pooling = new ReferencePooling();
    private final NormalizationKernel normalization = new ReferenceNormalization();
    private final RecurrentKernel recurrence = new ReferenceRecurrence();
    private final LayoutKernel arrangement = new ReferenceLayout();
    private final LatentKernel latents = new ReferenceLatents();

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public void copy(INDArray from, INDArray to) {
        write(read(from), to);
    }

    @Override
    public void copy(Value from, Value to) {
        copy(from.array(), to.overwrite());
    }

    @Override
    public void add(Value a, Value b, Value sum) {
        double[] left = read(a.array());
        double[] right = read(b.array());
        for (int i = 0; i < left.length; i++) {
            left[i] += right[i];
        }
        write(left, sum.overwrite());
    }

    @Override
    public void multiply(
            INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray product, boolean accumulate) {
        double[] result = accumulate ? read(product) : new double[Math.toIntExact(product.length())];
        int rows = (int) product.size(0);
        int columns = (int) product.size(1);
        addProduct(read(a), transposeA, read(b), transposeB, result, rows, columns, 0);
        write(result, product);
    }

    @Override
    public void multiplyEach(Value a, boolean transposeA, Value b, boolean transposeB, Value products) {
        double[] result = new double[Math.toIntExact(products.length())];
        int rows = products.size(products.rank() - 2);
        int columns = products.size(products.rank() - 1);
        double[] left = read(a.array());
        double[] right = read(b.array());
        for (int matrix = 0; matrix < result.length / (rows * columns); matrix++) {
            addProduct(left, transposeA, right, transposeB, result, rows, columns, matrix);
        }
        write(result, products.overwrite());
    }

    /** Adds one product of matrices that lie behind each other. */
    private static void addProduct(
            double[] a,
            boolean transposeA,
            double[] b,
            boolean transposeB,
            double[] products,
            int rows,
            int columns,
            int matrix) {
        int inner = (int) ((long) a.length * columns / products.length);
        int startA = matrix * rows * inner;
        int startB = matrix * inner * columns;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < inner; k++) {
                    sum += a[startA + (transposeA ? k * rows + i : i * inner + k)]
                            * b[startB + (transposeB ? j * inner + k : k * columns + j)];
                }
                products[(matrix * rows + i) * columns + j] += sum;
            }
        }
    }

    @Override
    public void addBias(INDArray array, INDArray bias) {
        double[] values = read(array);
        double[] add = read(bias);
        int positions = values.length / Math.toIntExact(array.size(0) * add.length);
        for (int i = 0; i < values.length; i++) {
            values[i] += add[i / positions % add.length];
        }
        write(values, array);
    }

    @Override
    public void biasGradient(INDArray outputGradient, INDArray biasGradient) {
        double[] values = read(outputGradient);
        double[] sums = new double[Math.toIntExact(biasGradient.length())];
        int positions = values.length / Math.toIntExact(outputGradient.size(0) * sums.length);
        for (int i = 0; i < values.length; i++) {
            sums[i / positions % sums.length] += values[i];
        }
        write(sums, biasGradient);
    }

    @Override
    public ConvolutionKernel convolution() {
        return convolution;
    }

    @Override
    public PoolingKernel pooling() {
        return pooling;
    }

    @Override
    public NormalizationKernel normalization() {
        return normalization;
    }

    @Override
    public RecurrentKernel recurrence() {
        return recurrence;
    }

    @Override
    public LayoutKernel arrangement() {
        return arrangement;
    }

    @Override
    public void activate(Pointwise function, Value input, Value output) {
        map(input.array(), output.overwrite(), function::apply);
    }

    @Override
    public void activateBackward(
            Pointwise function, Value input, Value output, Value outputGradient, Value inputGradient) {
        double[] x = read((function.needsInput() ? input : output).array());
        double[] y = read(output.array());
        double[] gradient = read(outputGradient.array());
        for (int i = 0; i < y.length; i++) {
            gradient[i] *= function.slope(x[i], y[i]);
        }
        write(gradient, inputGradient.overwrite());
    }

    @Override
    public void dropout(double ratio, long seed, Value from, Value to) {
        double[] values = read(from.array());
        int threshold = DropoutHash.threshold(ratio);
        for (int i = 0; i < values.length; i++) {
            values[i] = DropoutHash.bits(seed, i) < threshold ? 0 : values[i] / (1 - ratio);
        }
        write(values, to.overwrite());
    }

    @Override
    public double softmaxCrossEntropy(INDArray logits, INDArray labels, double smoothing, INDArray gradient) {
        double[] z = read(logits);
        int[] wanted = Values.labels(labels, (int) logits.size(1));
        int batch = wanted.length;
        double loss = Softmax.crossEntropy(z, wanted, smoothing, batch, (int) logits.size(1));
        write(z, gradient);
        return loss;
    }

    @Override
    public LatentKernel latents() {
        return latents;
    }

    @Override
    public void mask(INDArray array, Mask mask) {
        double[] values = read(array);
        for (int i = 0; i < values.length; i++) {
            if (!mask.get(i)) {
                values[i] = 0;
            }
        }
        write(values, array);
    }

    @Override
    public void descend(INDArray weight, INDArray gradient, double rate, Decay decay) {
        combine(weight, gradient, weight, (w, g) -> flush(w - rate * decayed(g, w, decay)));
    }

    @Override
    public void descendWithMomentum(
            INDArray weight,
            INDArray gradient,
            INDArray velocity,
            double rate,
            double momentum,
            boolean nesterov,
            Decay decay) {
        double[] w = read(weight);
        double[] g = read(gradient);
        double[] v = read(velocity);
        for (int i = 0; i < w.length; i++) {
            double slope = decayed(g[i], w[i], decay);
            v[i] = flush(momentum * v[i] + slope);
            w[i] = flush(w[i] - rate * (nesterov ? slope + momentum * v[i] : v[i]));
        }
        write(w, weight);
        write(v, velocity);
    }

    @Override
    public void adam(
            INDArray weight,
            INDArray gradient,
            INDArray mean,
            INDArray square,
            @Nullable INDArray steps,
            AdamStep step,
            Decay decay) {
        double[] w = read(weight);
        double[] g = read(gradient);
        double[] m = read(mean);
        double[] v = read(square);
        double[] t = read(steps == null ? weight.ulike().assign(step.step() - 1) : steps);
        for (int i = 0; i < w.length; i++) {
            t[i]++;
            double slope = decayed(g[i], w[i], decay);
            m[i] = flush(step.beta1() * m[i] + (1 - step.beta1()) * slope);
            v[i] = flush(step.beta2() * v[i] + (1 - step.beta2()) * slope * slope);
            double root = Math.sqrt(v[i]) * step.rootCorrection(t[i]) + step.epsilon();
            w[i] = flush(step.shrink() * w[i] - step.rate() * step.meanCorrection(t[i]) * m[i] / root);
        }
        write(w, weight);
        write(m, mean);
        write(v, square);
        if (steps != null) {
            write(t, steps);
        }
    }

    private static double decayed(double gradient, double weight, Decay decay) {
        return gradient + decay.l2() * weight + decay.l1() * Math.signum(weight);
    }

    private static double flush(double value) {
        return value - Math.max(Math.min(value, TINY), -TINY);
    }

    private static void map(INDArray from, INDArray to, DoubleUnaryOperator map) {
        double[] values = read(from);
        for (int i = 0; i < values.length; i++) {
            values[i] = map.applyAsDouble(values[i]);
        }
        write(values, to);
    }

    private static void combine(INDArray a, INDArray b, INDArray to, DoubleBinaryOperator combine) {
        double[] left = read(a);
        double[] right = read(b);
        for (int i = 0; i < left.length; i++) {
            left[i] = combine.applyAsDouble(left[i], right[i]);
        }
        write(left, to);
    }
}
