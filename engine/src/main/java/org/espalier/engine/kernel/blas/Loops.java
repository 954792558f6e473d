package org.espalier.engine.kernel.blas;

import org.espalier.engine.kernel.Activation;
import org.espalier.engine.kernel.AdamCorrections;
import org.espalier.engine.kernel.AdamStep;
import org.espalier.engine.kernel.DropoutHash;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.Pointwise;

/**
 * Loops over Java arrays, written so that the JIT compiler turns them into vector instructions: one simple body, no
 * branches. JDK 17 vectorizes {@link Math#min} and {@link Math#max} but no conditional expression.
 */
public final class Loops {
    private static final float TINY = (float) Kernel.TINY;

    private Loops() {}

    public static void add(float[] addend, float[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += addend[i];
        }
    }

    public static void add(float addend, float[] sum, int from, int to) {
        for (int i = from; i < to; i++) {
            sum[i] += addend;
        }
    }

    static void scale(float factor, float[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] *= factor;
        }
    }

    /** Returns the sum of a range, over eight lanes: one after the other would wait for each addition. */
    public static float sum(float[] values, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int i = from;
        for (; i <= to - 8; i += 8) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
            e += values[i + 4];
            f += values[i + 5];
            g += values[i + 6];
            h += values[i + 7];
        }
        float rest = 0;
        for (; i < to; i++) {
            rest += values[i];
        }
        return ((a + b) + (c + d)) + ((e + f) + (g + h)) + rest;
    }

    /** Replaces inputs by outputs. */
    public static void apply(Pointwise function, float[] values, int count) {
        if (function == Activation.RELU) {
            relu(values, count);
        } else if (function == Activation.TANH) {
            tanh(values, count);
        } else if (function == Activation.SIGMOID) {
            sigmoid(values, count);
        } else {
            for (int i = 0; i < count; i++) {
                values[i] = (float) function.apply(values[i]);
            }
        }
    }

    /** Replaces gradients at outputs by those at inputs; what the other arrays hold is lost. */
    public static void applyBackward(
            Pointwise function, float[] inputs, float[] outputs, float[] gradients, int count) {
        if (function == Activation.RELU) {
            reluBackward(outputs, gradients, count);
        } else if (function == Activation.TANH) {
            tanhBackward(outputs, gradients, count);
        } else if (function == Activation.SIGMOID) {
            sigmoidBackward(outputs, gradients, count);
        } else {
            for (int i = 0; i < count; i++) {
                gradients[i] *= (float) function.slope(inputs[i], outputs[i]);
            }
        }
    }

    private static void relu(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = Math.max(values[i], 0f);
        }
    }

    private static void reluBackward(float[] outputs, float[] gradients, int count) {
        for (int i = 0; i < count; i++) {
            // 1 for every positive output that is not denormal, 0 for 0: a comparison would not be vectorized.
            gradients[i] *= Math.min(1f, outputs[i] * Float.MAX_VALUE);
        }
    }

    private static void tanh(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            // Math.tanh takes four times as long; in doubles this form is as exact as a float can show.
            values[i] = (float) (1 - 2 / (Math.exp(2.0 * values[i]) + 1));
        }
    }

    private static void tanhBackward(float[] outputs, float[] gradients, int count) {
        for (int i = 0; i < count; i++) {
            gradients[i] *= 1 - outputs[i] * outputs[i];
        }
    }

    private static void sigmoid(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = (float) (1 / (1 + Math.exp(-values[i])));
        }
    }

    private static void sigmoidBackward(float[] outputs, float[] gradients, int count) {
        for (int i = 0; i < count; i++) {
            gradients[i] *= outputs[i] * (1 - outputs[i]);
        }
    }

    public static void dropout(float[] values, int threshold, float factor, long seed, long first, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = DropoutHash.bits(seed, first + i) < threshold ? 0 : values[i] * factor;
        }
    }

    /** Zeroes the elements of a range whose bits are not set; the lowest bit is the first one's. */
    public static void mask(float[] values, int from, int to, long alive) {
        long dead = ~alive & (-1L >>> (Long.SIZE - (to - from)));
        for (; dead != 0; dead &= dead - 1) {
            values[from + Long.numberOfTrailingZeros(dead)] = 0;
        }
    }

    public static void decay(float[] weights, float[] gradients, float l1, float l2, int count) {
        if (l2 != 0) {
            for (int i = 0; i < count; i++) {
                gradients[i] += l2 * weights[i];
            }
        }
        if (l1 != 0) {
            for (int i = 0; i < count; i++) {
                gradients[i] += l1 * Math.signum(weights[i]);
            }
        }
    }

    public static void descend(float[] w, float[] g, float rate, int count) {
        for (int i = 0; i < count; i++) {
            float next = w[i] - rate * g[i];
            w[i] = next - Math.max(Math.min(next, TINY), -TINY);
        }
    }

    public static void momentum(float[] w, float[] g, float[] v, float rate, float momentum, int count) {
        for (int i = 0; i < count; i++) {
            float speed = momentum * v[i] + g[i];
            v[i] = speed - Math.max(Math.min(speed, TINY), -TINY);
            float next = w[i] - rate * speed;
            w[i] = next - Math.max(Math.min(next, TINY), -TINY);
        }
    }

    public static void nesterov(float[] w, float[] g, float[] v, float rate, float momentum, int count) {
        for (int i = 0; i < count; i++) {
            float speed = momentum * v[i] + g[i];
            v[i] = speed - Math.max(Math.min(speed, TINY), -TINY);
            float next = w[i] - rate * (g[i] + momentum * speed);
            w[i] = next - Math.max(Math.min(next, TINY), -TINY);
        }
    }

    public static void means(float[] g, float[] m, float[] v, float beta1, float beta2, int count) {
        float rest1 = 1 - beta1;
        float rest2 = 1 - beta2;
        for (int i = 0; i < count; i++) {
            float mean = beta1 * m[i] + rest1 * g[i];
            float square = beta2 * v[i] + rest2 * (g[i] * g[i]);
            m[i] = mean - Math.max(Math.min(mean, TINY), -TINY);
            v[i] = square - Math.min(square, TINY);
        }
    }

    /**
     * Moves elements that all made the same number of steps.
     *
     * @param rate the learning rate with the correction of the mean gradient
     * @param correction that of the root of the mean squared gradient
     */
    public static void adam(float[] w, float[] m, float[] v, float rate, float correction, AdamStep step, int count) {
        float epsilon = (float) step.epsilon();
        float shrink = (float) step.shrink();
        for (int i = 0; i < count; i++) {
            float next = shrink * w[i] - rate * m[i] / ((float) Math.sqrt(v[i]) * correction + epsilon);
            w[i] = next - Math.max(Math.min(next, TINY), -TINY);
        }
    }

    /** Moves elements that have counts of their own, to which one is added. */
    public static void adam(float[] w, float[] m, float[] v, float[] t, AdamStep step, int count) {
        AdamCorrections corrections = AdamCorrections.of(step);
        float rate = (float) step.rate();
        float epsilon = (float) step.epsilon();
        float shrink = (float) step.shrink();
        for (int i = 0; i < count; i++) {
            t[i]++;
            float root = (float) Math.sqrt(v[i]) * corrections.root(t[i]) + epsilon;
            float next = shrink * w[i] - rate * corrections.mean(t[i]) * m[i] / root;
            w[i] = next - Math.max(Math.min(next, TINY), -TINY);
        }
    }
}
