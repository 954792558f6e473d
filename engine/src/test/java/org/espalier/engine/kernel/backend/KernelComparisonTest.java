package org.espalier.engine.kernel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.espalier.engine.kernel.Draws.assertClose;
import static org.espalier.engine.kernel.Draws.noise;
import static org.espalier.engine.kernel.Draws.window;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.kernel.AdamStep;
import org.espalier.engine.kernel.Cell;
import org.espalier.engine.kernel.Decay;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.NormalizationKernel;
import org.espalier.engine.kernel.Pointwise;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The fast kernel computes what the reference says, over random shapes, on one thread and on several, with oneDNN and without. */
final class KernelComparisonTest {
    private static final Kernel REFERENCE = Kernels.reference();
    private static final Kernel[] FAST = {Kernels.fast(1), Kernels.fast(3), new FastKernel(1, ""), new FastKernel(3, "")
    };

    @Property(tries = 60)
    void multiply(
            @ForAll @IntRange(min = 1, max = 70) int rows,
            @ForAll @IntRange(min = 1, max = 70) int columns,
            @ForAll @IntRange(min = 1, max = 400) int inner,
            @ForAll boolean transposeA,
            @ForAll boolean transposeB,
            @ForAll boolean accumulate,
            @ForAll int seed) {
        Random random = new Random(seed);
        INDArray a = transposeA ? noise(random, inner, rows) : noise(random, rows, inner);
        INDArray b = transposeB ? noise(random, columns, inner) : noise(random, inner, columns);
        INDArray start = noise(random, rows, columns);
        INDArray expected = start.dup('c');
        REFERENCE.multiply(a, transposeA, b, transposeB, expected, accumulate);
        for (Kernel fast : FAST) {
            INDArray product = start.dup('c');
            fast.multiply(a, transposeA, b, transposeB, product, accumulate);
            assertClose(product, expected, 1e-5 * inner);
        }
    }

    @Property(tries = 40)
    void multiplyEach(
            @ForAll @IntRange(min = 1, max = 7) int matrices,
            @ForAll @IntRange(min = 1, max = 20) int rows,
            @ForAll @IntRange(min = 1, max = 20) int columns,
            @ForAll @IntRange(min = 1, max = 40) int inner,
            @ForAll boolean transposeA,
            @ForAll boolean transposeB,
            @ForAll int seed) {
        Random random = new Random(seed);
        Value a =
                Value.copyOf(transposeA ? noise(random, matrices, inner, rows) : noise(random, matrices, rows, inner));
        Value b = Value.copyOf(
                transposeB ? noise(random, matrices, columns, inner) : noise(random, matrices, inner, columns));
        Value expected = Value.of(a.type(), matrices, rows, columns);
        REFERENCE.multiplyEach(a, transposeA, b, transposeB, expected);
        for (Kernel fast : FAST) {
            Value products = Value.of(a.type(), matrices, rows, columns);
            fast.multiplyEach(a, transposeA, b, transposeB, products);
            assertClose(products.array(), expected.array(), 1e-5 * inner);
        }
    }

    @Property(tries = 150)
    void convolution(
            @ForAll @IntRange(min = 1, max = 5) int batch,
            @ForAll @IntRange(min = 1, max = 20) int channelsOfGroup,
            @ForAll @IntRange(min = 1, max = 3) int filtersOfGroup,
            @ForAll @IntRange(min = 1, max = 3) int groups,
            @ForAll @IntRange(min = 1, max = 12) int height,
            @ForAll @IntRange(min = 1, max = 12) int width,
            @ForAll int seed) {
        convolves(batch, channelsOfGroup, filtersOfGroup, groups, height, width, seed);
    }

    /** Groups of few channels and filters, which are computed several at once, and channels by themselves, which are not. */
    @Property(tries = 60)
    void convolutionOfNarrowGroups(
            @ForAll @IntRange(min = 1, max = 9) int channelsOfGroup,
            @ForAll @IntRange(min = 1, max = 9) int filtersOfGroup,
            @ForAll @IntRange(min = 4, max = 24) int groups,
            @ForAll int seed) {
        convolves(2, channelsOfGroup, filtersOfGroup, groups, 5, 4, seed);
    }

    private static void convolves(
            int batch, int channelsOfGroup, int filtersOfGroup, int groups, int height, int width, int seed) {
        Random random = new Random(seed);
        Window window = window(random, 3, channelsOfGroup * groups, height, width);
        INDArray input = noise(random, batch, window.channels(), height, width);
        INDArray weight = noise(
                random,
                (long) filtersOfGroup * groups,
                channelsOfGroup,
                window.kernel().height(),
                window.kernel().width());
        INDArray gradient = noise(random, batch, (long) filtersOfGroup * groups, window.outHeight(), window.outWidth());
        INDArray bias = seed % 2 == 0 ? noise(random, (long) filtersOfGroup * groups) : null;
        Convolved expected = Convolved.by(REFERENCE, window, input, weight, bias, gradient);
        for (Kernel fast : FAST) {
            Convolved actual = Convolved.by(fast, window, input, weight, bias, gradient);
            assertClose(actual.output, expected.output, 1e-4);
            assertClose(actual.inputGradient, expected.inputGradient, 1e-4);
            assertClose(actual.weightGradient, expected.weightGradient, 1e-3);
            assertClose(actual.biasGradient, expected.biasGradient, 1e-3);
        }
    }

    /** All that a convolution gives, the second time that it is run with one workspace. */
    private record Convolved(INDArray output, INDArray inputGradient, INDArray weightGradient, INDArray biasGradient) {
        static Convolved by(
                Kernel kernel,
                Window window,
                INDArray input,
                INDArray weight,
                @Nullable INDArray bias,
                INDArray gradient) {
            Value x = Value.copyOf(input);
            Value dy = Value.copyOf(gradient);
            Value output = Value.copyOf(gradient);
            Value inputGradient = Value.copyOf(input);
            INDArray weightGradient = weight.dup('c');
            INDArray biasGradient = Nd4j.create(gradient.dataType(), gradient.size(1));
            var workspace = new Workspace();
            for (int i = 0; i < 2; i++) {
                kernel.convolution().forward(window, x, weight, bias, output, workspace);
                kernel.convolution().backwardData(window, dy, weight, inputGradient, workspace);
                kernel.convolution()
                        .backwardWeight(window, x, dy, weightGradient, bias == null ? null : biasGradient, workspace);
            }
            return new Convolved(output.array(), inputGradient.array(), weightGradient, biasGradient);
        }
    }

    @Property(tries = 150)
    void pooling(
            @ForAll @IntRange(min = 1, max = 4) int batch,
            @ForAll @IntRange(min = 1, max = 3) int channels,
            @ForAll @IntRange(min = 1, max = 12) int height,
            @ForAll @IntRange(min = 1, max = 12) int width,
            @ForAll boolean countPadding,
            @ForAll int seed) {
        Random random = new Random(seed);
        Window window = seed % 3 == 0 && height > 1 && width > 1
                ? quads(channels, height, width, 1 + Math.abs(seed % 2))
                : poolingWindow(random, channels, height, width);
        INDArray input = noise(random, batch, channels, height, width);
        INDArray gradient = noise(random, batch, channels, window.outHeight(), window.outWidth());
        Pooled expected = Pooled.by(REFERENCE, window, countPadding, input, gradient);
        for (Kernel fast : FAST) {
            Pooled actual = Pooled.by(fast, window, countPadding, input, gradient);
            assertClose(actual.max, expected.max, 0);
            assertClose(actual.maxBack, expected.maxBack, 1e-5);
            assertClose(actual.mean, expected.mean, 1e-5);
            assertClose(actual.meanBack, expected.meanBack, 1e-5);
        }
    }

    /** All that poolings give, the second time that they are run with one workspace. */
    private record Pooled(INDArray max, INDArray maxBack, INDArray mean, INDArray meanBack) {
        static Pooled by(Kernel kernel, Window window, boolean countPadding, INDArray input, INDArray gradient) {
            Value x = Value.copyOf(input);
            Value dy = Value.copyOf(gradient);
            Value max = Value.copyOf(gradient);
            Value maxBack = Value.copyOf(input);
            Value mean = Value.copyOf(gradient);
            Value meanBack = Value.copyOf(input);
            var workspaceOfMax = new Workspace();
            var workspaceOfMean = new Workspace();
            for (int i = 0; i < 2; i++) {
                kernel.pooling().max(window, x, max, workspaceOfMax);
                kernel.pooling().maxBackward(window, dy, maxBack, workspaceOfMax);
                kernel.pooling().average(window, countPadding, x, mean, workspaceOfMean);
                kernel.pooling().averageBackward(window, countPadding, dy, meanBack, workspaceOfMean);
            }
            return new Pooled(max.array(), maxBack.array(), mean.array(), meanBack.array());
        }
    }

    @Property(tries = 80)
    void batchNormalization(
            @ForAll @IntRange(min = 2, max = 9) int batch,
            @ForAll @IntRange(min = 1, max = 40) int channels,
            @ForAll @IntRange(min = 1, max = 9) int height,
            @ForAll @IntRange(min = 1, max = 9) int width,
            @ForAll boolean fixed,
            @ForAll int seed) {
        Random random = new Random(seed);
        INDArray input = seed % 4 == 0 ? noise(random, batch, channels) : noise(random, batch, channels, height, width);
        INDArray gradient = noise(random, input.shape());
        INDArray scale = noise(random, channels);
        INDArray shift = noise(random, channels);
        INDArray mean = noise(random, channels);
        INDArray variance = mean.mul(mean).addi(0.1);
        var rule = new NormalizationKernel.Rule(1e-3, fixed);
        Normalized expected = Normalized.by(REFERENCE, rule, input, gradient, scale, shift, mean, variance);
        for (Kernel fast : FAST) {
            Normalized actual = Normalized.by(fast, rule, input, gradient, scale, shift, mean, variance);
            assertClose(actual.output, expected.output, 2e-4);
            assertClose(actual.mean, expected.mean, 1e-5);
            assertClose(actual.variance, expected.variance, 1e-4);
            assertClose(actual.inputGradient, expected.inputGradient, 2e-3);
            assertClose(actual.scaleGradient, expected.scaleGradient, 2e-3);
            assertClose(actual.shiftGradient, expected.shiftGradient, 1e-4);
        }
    }

    /** All that a batch normalization gives, the second time that it is run with one workspace. */
    private record Normalized(
            INDArray output,
            INDArray mean,
            INDArray variance,
            INDArray inputGradient,
            INDArray scaleGradient,
            INDArray shiftGradient) {
        static Normalized by(
                Kernel kernel,
                NormalizationKernel.Rule rule,
                INDArray input,
                INDArray gradient,
                INDArray scale,
                INDArray shift,
                INDArray givenMean,
                INDArray givenVariance) {
            Value x = Value.copyOf(input);
            Value dy = Value.copyOf(gradient);
            Value y = Value.copyOf(gradient);
            Value dx = Value.copyOf(input);
            INDArray mean = givenMean.dup('c');
            INDArray variance = givenVariance.dup('c');
            INDArray scaleGradient = scale.dup('c');
            INDArray shiftGradient = scale.dup('c');
            var workspace = new Workspace();
            for (int i = 0; i < 2; i++) {
                kernel.normalization().batch(rule, x, scale, shift, mean, variance, y, workspace);
                kernel.normalization()
                        .batchBackward(rule, x, dy, scale, mean, variance, dx, scaleGradient, shiftGradient, workspace);
            }
            return new Normalized(y.array(), mean, variance, dx.array(), scaleGradient, shiftGradient);
        }
    }

    @Property(tries = 40)
    void recurrence(
            @ForAll Cell cell,
            @ForAll boolean last,
            @ForAll @IntRange(min = 1, max = 9) int batch,
            @ForAll @IntRange(min = 1, max = 7) int steps,
            @ForAll @IntRange(min = 1, max = 40) int in,
            @ForAll @IntRange(min = 1, max = 40) int hidden,
            @ForAll int seed) {
        Random random = new Random(seed);
        INDArray input = noise(random, batch, steps, in);
        INDArray gradient = last ? noise(random, batch, hidden) : noise(random, batch, steps, hidden);
        List<INDArray> weights = cell.names().stream()
                .map(name -> name.startsWith("bias.")
                        ? noise(random, hidden)
                        : noise(random, hidden, name.startsWith("weight.") ? in : hidden)
                                .muli(0.3))
                .toList();
        Recurred expected = Recurred.by(REFERENCE, cell, input, weights, gradient);
        for (Kernel fast : FAST) {
            Recurred actual = Recurred.by(fast, cell, input, weights, gradient);
            assertClose(actual.output, expected.output, 1e-5);
            assertClose(actual.inputGradient, expected.inputGradient, 1e-4);
            for (int i = 0; i < weights.size(); i++) {
                assertClose(actual.weightGradients.get(i), expected.weightGradients.get(i), 1e-3);
            }
        }
    }

    /** All that a recurrent cell gives, the second time that it is run with one workspace. */
    private record Recurred(INDArray output, INDArray inputGradient, List<INDArray> weightGradients) {
        static Recurred by(Kernel kernel, Cell cell, INDArray input, List<INDArray> weights, INDArray gradient) {
            Value x = Value.copyOf(input);
            Value y = Value.copyOf(gradient);
            Value dx = Value.copyOf(input);
            List<INDArray> gradients =
                    weights.stream().map(weight -> weight.dup('c')).toList();
            var workspace = new Workspace();
            for (int i = 0; i < 2; i++) {
                kernel.recurrence().forward(cell, x, weights, y, workspace);
                kernel.recurrence().backward(cell, x, weights, Value.copyOf(gradient), dx, gradients, workspace);
            }
            return new Recurred(y.array(), dx.array(), gradients);
        }
    }

    @Property(tries = 40)
    void bias(
            @ForAll @IntRange(min = 1, max = 70) int batch,
            @ForAll @IntRange(min = 1, max = 40) int channels,
            @ForAll @IntRange(min = 1, max = 40) int positions,
            @ForAll int seed) {
        Random random = new Random(seed);
        INDArray array = noise(random, batch, channels, positions);
        INDArray bias = noise(random, channels);
        INDArray expected = array.dup('c');
        REFERENCE.addBias(expected, bias);
        INDArray expectedGradient = bias.dup('c');
        REFERENCE.biasGradient(array, expectedGradient);
        for (Kernel fast : FAST) {
            INDArray actual = array.dup('c');
            fast.addBias(actual, bias);
            assertClose(actual, expected, 1e-6);
            INDArray gradient = bias.dup('c');
            fast.biasGradient(array, gradient);
            assertClose(gradient, expectedGradient, 1e-3);
        }
    }

    @Property(tries = 60)
    void elementWise(
            @ForAll Activation activation,
            @ForAll @IntRange(min = 1, max = 100_000) int length,
            @ForAll @DoubleRange(min = 0, max = 0.99) double ratio,
            @ForAll int seed) {
        Random random = new Random(seed);
        INDArray x = noise(random, length);
        INDArray gradient = noise(random, length);
        INDArray output = activated(REFERENCE, activation, x);
        INDArray back = activatedBack(REFERENCE, activation, x, output, gradient);
        INDArray dropped = dropped(REFERENCE, ratio, seed, x);
        Mask mask = Mask.of(List.of((long) length), i -> random.nextDouble() > ratio);
        INDArray masked = x.dup('c');
        REFERENCE.mask(masked, mask);
        for (Kernel fast : FAST) {
            assertClose(activated(fast, activation, x), output, 1e-6);
            assertClose(activatedBack(fast, activation, x, output, gradient), back, 1e-5);
            assertClose(dropped(fast, ratio, seed, x), dropped, 1e-3);
            INDArray actual = gradient.dup('c');
            fast.copy(x, actual);
            assertClose(actual, x, 0);
            fast.mask(actual, mask);
            assertClose(actual, masked, 0);
            Value sum = Value.copyOf(x);
            fast.add(Value.copyOf(gradient), sum, sum);
            assertClose(sum.array(), x.add(gradient), 1e-6);
            fast.copy(Value.copyOf(x), sum);
            assertClose(sum.array(), x, 0);
        }
    }

    @Test
    void whatIsNotANumberIsNotHiddenByReluOrSums() {
        INDArray array = Nd4j.ones(DataType.FLOAT, 2, 40_000);
        array.putScalar(1, 39_999, Float.NaN);
        for (Kernel fast : FAST) {
            assertThat(activated(fast, Activation.RELU, array).getFloat(1, 39_999))
                    .isNaN();
            Value sum = Value.copyOf(array);
            fast.add(sum, sum, sum);
            assertThat(sum.array().getFloat(1, 39_999)).isNaN();
        }
    }

    /** In the layouts that convolutions leave too, and with the way back going where the way forward went. */
    @Test
    void whatIsNotANumberIsNotHiddenByMaxima() {
        Window window = new Window(20, 8, 8, Pair.of(2), Pair.of(2), Pair.of(0), Pair.of(0), Pair.of(1));
        Window point = new Window(20, 8, 8, Pair.of(1), Pair.of(1), Pair.of(0), Pair.of(0), Pair.of(1));
        INDArray array = Nd4j.rand(DataType.FLOAT, 3, 20, 8, 8);
        INDArray identity = Nd4j.eye(20).reshape('c', 20, 20, 1, 1);
        for (Kernel kernel : FAST) {
            Value input = Value.of(DataType.FLOAT, 3, 20, 8, 8);
            Value output = Value.of(DataType.FLOAT, 3, 20, 4, 4);
            var workspace = new Workspace();
            var convolving = new Workspace();
            for (boolean broken : new boolean[] {false, true, false}) {
                kernel.convolution().forward(point, Value.copyOf(array), identity, null, input, convolving);
                if (broken) {
                    INDArray known = input.array().dup();
                    known.putScalar(new int[] {1, 4, 3, 2}, Float.NaN);
                    input.overwrite().assign(known);
                }
                kernel.pooling().max(window, input, output, workspace);
                assertThat(Float.isNaN(output.array().getFloat(1, 4, 1, 1))).isEqualTo(broken);
                assertThat(Float.isNaN(output.array().getFloat(1, 4, 1, 2))).isFalse();
                Value gradient = Value.of(DataType.FLOAT, 3, 20, 8, 8);
                kernel.pooling().maxBackward(window, Value.copyOf(Nd4j.ones(3, 20, 4, 4)), gradient, workspace);
                assertThat(gradient.array().sumNumber().doubleValue()).isEqualTo(3 * 20 * 4 * 4);
            }
        }
    }

    private static INDArray activated(Kernel kernel, Pointwise function, INDArray x) {
        Value output = Value.copyOf(x);
        kernel.activate(function, Value.copyOf(x), output);
        return output.array();
    }

    private static INDArray activatedBack(
            Kernel kernel, Pointwise function, INDArray x, INDArray output, INDArray gradient) {
        Value back = Value.copyOf(gradient);
        kernel.activateBackward(function, Value.copyOf(x), Value.copyOf(output), back, back);
        return back.array();
    }

    private static INDArray dropped(Kernel kernel, double ratio, int seed, INDArray x) {
        Value dropped = Value.copyOf(x);
        kernel.dropout(ratio, seed, dropped, dropped);
        return dropped.array();
    }

    @Property(tries = 60)
    void optimizers(
            @ForAll @IntRange(min = 1, max = 80_000) int length,
            @ForAll boolean nesterov,
            @ForAll @IntRange(min = 1, max = 1000) int step,
            @ForAll @IntRange(max = 3) int nines1,
            @ForAll @IntRange(min = 1, max = 6) int nines2,
            @ForAll @DoubleRange(min = 0, max = 0.1) double l1,
            @ForAll @DoubleRange(min = 0, max = 0.1) double l2,
            @ForAll int seed) {
        Random random = new Random(seed);
        INDArray w = noise(random, length);
        INDArray g = noise(random, length);
        INDArray m = noise(random, length);
        INDArray v = noise(random, length);
        v = activated(REFERENCE, Activation.SIGMOID, v);
        Decay decay = new Decay(l1, l2);
        AdamStep adam = new AdamStep(0.01, beta(nines1), beta(nines2), 1e-8, step, 0.99);
        for (Kernel fast : FAST) {
            INDArray[] expected = {w.dup('c'), m.dup('c'), v.dup('c')};
            INDArray[] actual = {w.dup('c'), m.dup('c'), v.dup('c')};
            REFERENCE.descend(expected[0], g, 0.1, decay);
            fast.descend(actual[0], g, 0.1, decay);
            assertClose(actual[0], expected[0], 1e-5);
            REFERENCE.descendWithMomentum(expected[0], g, expected[1], 0.1, 0.9, nesterov, decay);
            fast.descendWithMomentum(actual[0], g, actual[1], 0.1, 0.9, nesterov, decay);
            assertClose(actual[0], expected[0], 1e-5);
            assertClose(actual[1], expected[1], 1e-5);
            REFERENCE.adam(expected[0], g, expected[1], expected[2], null, adam, decay);
            fast.adam(actual[0], g, actual[1], actual[2], null, adam, decay);
            assertClose(actual[0], expected[0], 1e-4);
            assertClose(actual[1], expected[1], 1e-5);
            assertClose(actual[2], expected[2], 1e-5);
            INDArray steps = Nd4j.createFromArray(random.ints(length, 0, 1 << (seed % 2 == 0 ? 14 : 22))
                            .asDoubleStream()
                            .toArray())
                    .castTo(DataType.FLOAT);
            INDArray counted = steps.dup('c');
            REFERENCE.adam(expected[0], g, expected[1], expected[2], steps, adam, decay);
            fast.adam(actual[0], g, actual[1], actual[2], counted, adam, decay);
            assertClose(actual[0], expected[0], 1e-4);
            assertClose(actual[1], expected[1], 1e-5);
            assertClose(actual[2], expected[2], 1e-5);
            assertClose(counted, steps, 0);
        }
    }

    /** Returns the decay of a mean that is written with so many nines: 2 for 0.99. */
    private static double beta(int nines) {
        return 1 - Math.pow(10, -nines);
    }

    @Property(tries = 30)
    void softmaxCrossEntropy(
            @ForAll @IntRange(min = 1, max = 30) int batch,
            @ForAll @IntRange(min = 1, max = 20) int classes,
            @ForAll boolean smooth,
            @ForAll int seed) {
        Random random = new Random(seed);
        INDArray logits = noise(random, batch, classes);
        INDArray labels = Nd4j.createFromArray(random.ints(batch, 0, classes).toArray());
        double smoothing = smooth ? random.nextDouble() : 0;
        INDArray expected = logits.dup('c');
        double loss = REFERENCE.softmaxCrossEntropy(logits, labels, smoothing, expected);
        for (Kernel fast : FAST) {
            INDArray actual = logits.dup('c');
            assertThat(fast.softmaxCrossEntropy(logits, labels, smoothing, actual))
                    .isEqualTo(loss);
            assertClose(actual, expected, 1e-7);
        }
    }

    private static Window quads(int channels, int height, int width, int stride) {
        Pair none = Pair.of(0);
        return new Window(channels, height, width, Pair.of(2), Pair.of(stride), none, none, Pair.of(1));
    }

    /** Draws a window that sees at least one element of the plane at every position. */
    private static Window poolingWindow(Random random, int channels, int height, int width) {
        while (true) {
            Window window = window(random, 3, channels, height, width);
            int reachDown = (int) (window.dilation().height() * (window.kernel().height() - 1));
            int reachAcross =
                    (int) (window.dilation().width() * (window.kernel().width() - 1));
            boolean seesAlways = seesPlane(
                            window.outHeight(),
                            height,
                            reachDown,
                            (int) window.dilation().height(),
                            i -> window.row(i, 0))
                    && seesPlane(
                            window.outWidth(),
                            width,
                            reachAcross,
                            (int) window.dilation().width(),
                            i -> window.column(i, 0));
            if (seesAlways) {
                return window;
            }
        }
    }

    private static boolean seesPlane(
            int positions, int extent, int reach, int dilation, java.util.function.IntUnaryOperator start) {
        for (int i = 0; i < positions; i++) {
            boolean sees = false;
            for (int at = start.applyAsInt(i); at <= start.applyAsInt(i) + reach; at += dilation) {
                sees |= at >= 0 && at < extent;
            }
            if (!sees) {
                return false;
            }
        }
        return true;
    }

    @Property(tries = 60)
    void paddingAndCropping(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 5) Integer> shape,
            @ForAll @Size(value = 8) List<@IntRange(max = 2) Integer> pads,
            @ForAll int seed) {
        long[] small = shape.stream().mapToLong(Integer::longValue).toArray();
        long[] large = small.clone();
        int[] before = new int[small.length];
        for (int axis = 1; axis < small.length; axis++) {
            before[axis] = pads.get(2 * axis);
            large[axis] += before[axis] + pads.get(2 * axis + 1);
        }
        Random random = new Random(seed);
        Value inner = Value.copyOf(noise(random, small));
        Value outer = Value.copyOf(noise(random, large));
        Value padded = Value.of(DataType.FLOAT, large);
        Value cropped = Value.of(DataType.FLOAT, small);
        REFERENCE.arrangement().pad(inner, before, -1.5, padded);
        REFERENCE.arrangement().crop(outer, before, cropped);
        for (Kernel fast : FAST) {
            Value again = Value.of(DataType.FLOAT, large);
            fast.arrangement().pad(inner, before, -1.5, again);
            assertThat(again.array()).isEqualTo(padded.array());
            Value back = Value.of(DataType.FLOAT, small);
            fast.arrangement().crop(outer, before, back);
            assertThat(back.array()).isEqualTo(cropped.array());
        }
    }
}
