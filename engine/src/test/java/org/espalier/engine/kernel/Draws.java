package org.espalier.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.engine.kernel.memory.Values;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What comparisons of kernels draw, and when they call results equal. */
public final class Draws {
    private Draws() {}

    /** Draws numbers from the standard normal distribution. */
    public static INDArray noise(Random random, long... shape) {
        int length = 1;
        for (long extent : shape) {
            length = Math.toIntExact(length * extent);
        }
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Nd4j.createFromArray(values).reshape('c', shape);
    }

    /** Draws a window that fits its planes, with strides below {@code end}. */
    public static Window window(Random random, int end, int channels, int height, int width) {
        while (true) {
            try {
                return new Window(
                        channels,
                        height,
                        width,
                        pair(random, 1, 5),
                        pair(random, 1, end),
                        pair(random, 0, 4),
                        pair(random, 0, 4),
                        pair(random, 1, 3));
            } catch (IllegalArgumentException kernelDoesNotFit) {
                // draw again
            }
        }
    }

    private static Pair pair(Random random, int least, int end) {
        return new Pair(random.nextInt(least, end), random.nextInt(least, end));
    }

    /** Holds each element to an error of {@code tolerance}, relative where what is expected is above 1. */
    public static void assertClose(INDArray actual, INDArray expected, double tolerance) {
        double[] a = Values.read(actual);
        double[] e = Values.read(expected);
        assertThat(a).hasSameSizeAs(e);
        for (int i = 0; i < a.length; i++) {
            if (!(Math.abs(a[i] - e[i]) <= tolerance * (1 + Math.abs(e[i])))) {
                assertThat(a[i]).as("element %d", i).isCloseTo(e[i], Offset.offset(tolerance));
            }
        }
    }
}
