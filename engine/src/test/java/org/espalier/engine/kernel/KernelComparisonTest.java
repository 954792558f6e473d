package org.espalier.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.LayerSpec.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The fast kernel computes what the reference says, over random shapes, on one thread and on several. */
final class KernelComparisonTest {
    private static final Kernel REFERENCE = Kernels.reference();
    private static final Kernel[] FAST = {Kernels.fast(1), Kernels.fast(3)};

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

    @Property(tries = 150)
    void convolution(
            @ForAll @IntRange(min = 1, max = 5) int batch,
            @ForAll @IntRange(min = 1, max = 20) int channelsOfGroup,
            @ForAll @IntRange(min = 1, max = 3) int filtersOfGroup,
            @ForAll @IntRange(min = 1, max = 3) int groups,
            @ForAll @IntRange(min = 1, max = 12) int height,
            @ForAll @IntRange(min = 1, max = 12) int width,
            @ForAll int seed) {
        Random random = new Random(seed);
        Window window = window(random, channelsOfGroup * groups, height, width);
        INDArray input = noise(random, batch, window.channels(), height, width);
        INDArray weight = noise(
                random,
                filtersOfGroup * groups,
                channelsOfGroup,
                (int) window.kernel().height(),
                (int) window.kernel().width());
        INDArray gradient = noise(random, batch, filtersOfGroup * groups, window.outHeight(), window.outWidth());
        INDArray output = gradient.dup('c');
        REFERENCE.convolve(window, input, weight, output);
        INDArray inputGradient = input.dup('c');
        REFERENCE.convolveBackwardData(window, gradient, weight, inputGradient);
        INDArray weightGradient = weight.dup('c');
        REFERENCE.convolveBackwardWeight(window, input, gradient, weightGradient);
        for (Kernel fast : FAST) {
            INDArray actual = gradient.dup('c');
            fast.convolve(window, input, weight, actual);
            assertClose(actual, output, 1e-4);
            INDArray actualInput = input.dup('c');
            fast.convolveBackwardData(window, gradient, weight, actualInput);
            assertClose(actualInput, inputGradient, 1e-4);
            INDArray actualWeight = weight.dup('c');
            fast.convolveBackwardWeight(window, input, gradient, actualWeight);
            assertClose(actualWeight, weightGradient, 1e-3);
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
        int[] winners = new int[(int) gradient.length()];
        INDArray max = gradient.dup('c');
        REFERENCE.maxPool(window, input, max, winners);
        INDArray maxBack = input.dup('c');
        REFERENCE.maxPoolBackward(window, gradient, winners, maxBack);
        INDArray mean = gradient.dup('c');
        REFERENCE.averagePool(window, countPadding, input, mean);
        INDArray meanBack = input.dup('c');
        REFERENCE.averagePoolBackward(window, countPadding, gradient, meanBack);
        for (Kernel fast : FAST) {
            int[] actualWinners = new int[winners.length];
            INDArray actual = gradient.dup('c');
            fast.maxPool(window, input, actual, actualWinners);
            assertThat(actualWinners).isEqualTo(winners);
            assertClose(actual, max, 0);
            INDArray back = input.dup('c');
            fast.maxPoolBackward(window, gradient, winners, back);
            assertClose(back, maxBack, 1e-5);
            fast.averagePool(window, countPadding, input, actual);
            assertClose(actual, mean, 1e-5);
            fast.averagePoolBackward(window, countPadding, gradient, back);
            assertClose(back, meanBack, 1e-5);
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
        INDArray output = x.dup('c');
        REFERENCE.activate(activation, x, output);
        INDArray back = x.dup('c');
        REFERENCE.activateBackward(activation, output, gradient, back);
        INDArray dropped = x.dup('c');
        REFERENCE.dropout(ratio, seed, x, dropped);
        Mask mask = Mask.of(java.util.List.of((long) length), i -> random.nextDouble() > ratio);
        INDArray masked = x.dup('c');
        REFERENCE.mask(masked, mask);
        INDArray sum = x.dup('c');
        REFERENCE.add(gradient, sum);
        for (Kernel fast : FAST) {
            INDArray actual = gradient.dup('c');
            fast.activate(activation, x, actual);
            assertClose(actual, output, 1e-6);
            fast.activateBackward(activation, output, gradient, actual);
            assertClose(actual, back, 1e-5);
            fast.dropout(ratio, seed, x, actual);
            assertClose(actual, dropped, 1e-3);
            fast.copy(x, actual);
            assertClose(actual, x, 0);
            fast.mask(actual, mask);
            assertClose(actual, masked, 0);
            fast.copy(x, actual);
            fast.add(gradient, actual);
            assertClose(actual, sum, 1e-6);
        }
    }

    @Property(tries = 60)
    void optimizers(
            @ForAll @IntRange(min = 1, max = 80_000) int length,
            @ForAll boolean nesterov,
            @ForAll @IntRange(min = 1, max = 1000) int step,
            @ForAll @DoubleRange(min = 0, max = 0.1) double l1,
            @ForAll @DoubleRange(min = 0, max = 0.1) double l2,
            @ForAll int seed) {
        Random random = new Random(seed);
        INDArray w = noise(random, length);
        INDArray g = noise(random, length);
        INDArray m = noise(random, length);
        INDArray v = noise(random, length);
        REFERENCE.activate(Activation.SIGMOID, v.dup('c'), v);
        Decay decay = new Decay(l1, l2);
        AdamStep adam = new AdamStep(0.01, 0.9, 0.999, 1e-8, step, 0.99);
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
            REFERENCE.adam(expected[0], g, expected[1], expected[2], adam, decay);
            fast.adam(actual[0], g, actual[1], actual[2], adam, decay);
            assertClose(actual[0], expected[0], 1e-4);
            assertClose(actual[1], expected[1], 1e-5);
            assertClose(actual[2], expected[2], 1e-5);
        }
    }

    @Property(tries = 30)
    void softmaxCrossEntropy(
            @ForAll @IntRange(min = 1, max = 30) int batch,
            @ForAll @IntRange(min = 1, max = 20) int classes,
            @ForAll int seed) {
        Random random = new Random(seed);
        INDArray logits = noise(random, batch, classes);
        INDArray labels = Nd4j.createFromArray(random.ints(batch, 0, classes).toArray());
        INDArray expected = logits.dup('c');
        double loss = REFERENCE.softmaxCrossEntropy(logits, labels, expected);
        for (Kernel fast : FAST) {
            INDArray actual = logits.dup('c');
            assertThat(fast.softmaxCrossEntropy(logits, labels, actual)).isEqualTo(loss);
            assertClose(actual, expected, 1e-7);
        }
    }

    private static Window window(Random random, int channels, int height, int width) {
        while (true) {
            try {
                return new Window(
                        channels,
                        height,
                        width,
                        pair(random, 1, 4),
                        pair(random, 1, 3),
                        pair(random, 0, 3),
                        pair(random, 0, 3),
                        pair(random, 1, 3));
            } catch (IllegalArgumentException kernelDoesNotFit) {
                // draw again
            }
        }
    }

    private static Window quads(int channels, int height, int width, int stride) {
        Pair none = Pair.of(0);
        return new Window(channels, height, width, Pair.of(2), Pair.of(stride), none, none, Pair.of(1));
    }

    /** Draws a window that sees at least one element of the plane at every position. */
    private static Window poolingWindow(Random random, int channels, int height, int width) {
        while (true) {
            Window window = window(random, channels, height, width);
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

    private static Pair pair(Random random, int least, int end) {
        return new Pair(random.nextInt(least, end), random.nextInt(least, end));
    }

    private static INDArray noise(Random random, int... shape) {
        int length = 1;
        long[] extents = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            length *= shape[i];
            extents[i] = shape[i];
        }
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Nd4j.createFromArray(values).reshape('c', extents);
    }

    private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
        double[] a = Values.read(actual);
        double[] e = Values.read(expected);
        assertThat(a).hasSameSizeAs(e);
        for (int i = 0; i < a.length; i++) {
            if (!(Math.abs(a[i] - e[i]) <= tolerance * (1 + Math.abs(e[i])))) {
                assertThat(a[i]).as("element %d", i).isCloseTo(e[i], org.assertj.core.data.Offset.offset(tolerance));
            }
        }
    }
}
