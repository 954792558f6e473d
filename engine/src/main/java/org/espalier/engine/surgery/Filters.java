package org.espalier.engine.surgery;

import java.util.Arrays;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Pair;

/** A convolution of one group, with its weights in doubles. A dense layer is one of single pixels. */
final class Filters {
    private final Convolution geometry;
    private final double[] weight;
    private final double[] bias;

    private Filters(Convolution geometry, double[] weight, double[] bias) {
        this.geometry = geometry;
        this.weight = weight;
        this.bias = bias;
    }

    /** Returns what it computes. */
    Convolution geometry() {
        return geometry;
    }

    /** Returns the weights, {@code [out, in, height, width]} in c order. */
    double[] weight() {
        return weight;
    }

    /** Returns the biases, {@code [out]}; zeros for none. */
    double[] bias() {
        return bias;
    }

    /**
     * Returns filters without groups: zero outside of the blocks on the diagonal.
     *
     * @param weight {@code [out, in / groups, height, width]} in c order
     * @param bias {@code [out]}; zeros for none
     */
    static Filters of(Convolution geometry, float[] weight, float[] bias) {
        int groups = Math.toIntExact(geometry.groups());
        int out = Math.toIntExact(geometry.out());
        int taps =
                Math.toIntExact(geometry.kernel().height() * geometry.kernel().width());
        int row = Math.toIntExact(geometry.in()) * taps;
        int block = row / groups;
        double[] whole = new double[Math.multiplyExact(out, row)];
        for (int filter = 0; filter < out; filter++) {
            int group = filter / (out / groups);
            for (int i = 0; i < block; i++) {
                whole[filter * row + group * block + i] = weight[filter * block + i];
            }
        }
        var plain = new Convolution(
                geometry.in(),
                geometry.out(),
                geometry.kernel(),
                geometry.stride(),
                geometry.padding(),
                geometry.dilation(),
                1,
                geometry.bias());
        return new Filters(plain, whole, widened(bias));
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    /**
     * Returns what computes the same as these filters and then others. In height and in width one of the two has a kernel of
     * 1; sums are made in double.
     *
     * @throws IllegalArgumentException when no single convolution does that, saying why
     */
    Filters then(Filters next) {
        Convolution a = geometry;
        Convolution b = next.geometry;
        Extent height = Extent.height(a).then(Extent.height(b), "height");
        Extent width = Extent.width(a).then(Extent.width(b), "width");
        double[] sum = bias(next);
        var composed = new Convolution(
                a.in(),
                b.out(),
                new Pair(height.kernel(), width.kernel()),
                new Pair(height.stride(), width.stride()),
                new Pair(height.padding(), width.padding()),
                new Pair(height.dilation(), width.dilation()),
                1,
                b.bias() || hasBias());
        return new Filters(composed, product(next, composed), sum);
    }

    private boolean hasBias() {
        return Arrays.stream(bias).anyMatch(each -> each != 0);
    }

    private double[] bias(Filters next) {
        double[] sum = next.bias.clone();
        if (!hasBias()) {
            return sum;
        }
        Pair padding = next.geometry.padding();
        if (padding.height() > 0 || padding.width() > 0) {
            throw new IllegalArgumentException(
                    "the zeros that the later layer pads with lack the earlier layer's bias");
        }
        int taps = next.taps();
        for (int filter = 0; filter < sum.length; filter++) {
            for (int channel = 0; channel < bias.length; channel++) {
                for (int tap = 0; tap < taps; tap++) {
                    sum[filter] += next.weight[(filter * bias.length + channel) * taps + tap] * bias[channel];
                }
            }
        }
        return sum;
    }

    private double[] product(Filters next, Convolution composed) {
        int between = Math.toIntExact(geometry.out());
        int in = Math.toIntExact(geometry.in());
        int out = Math.toIntExact(composed.out());
        int width = Math.toIntExact(composed.kernel().width());
        int taps = Math.toIntExact(composed.kernel().height()) * width;
        int ownTaps = taps();
        int nextTaps = next.taps();
        double[] product = new double[Math.multiplyExact(out, Math.multiplyExact(in, taps))];
        for (int filter = 0; filter < out; filter++) {
            for (int channel = 0; channel < between; channel++) {
                for (int later = 0; later < nextTaps; later++) {
                    double factor = next.weight[(filter * between + channel) * nextTaps + later];
                    if (factor == 0) {
                        continue;
                    }
                    for (int earlier = 0; earlier < ownTaps; earlier++) {
                        // Where one of the two kernels has an extent of 1, its index is 0.
                        int row = later / next.width() + earlier / width();
                        int column = later % next.width() + earlier % width();
                        int tap = row * width + column;
                        for (int i = 0; i < in; i++) {
                            product[(filter * in + i) * taps + tap] +=
                                    factor * weight[(channel * in + i) * ownTaps + earlier];
                        }
                    }
                }
            }
        }
        return product;
    }

    private int taps() {
        return Math.toIntExact(geometry.kernel().height()) * width();
    }

    private int width() {
        return Math.toIntExact(geometry.kernel().width());
    }

    /** Along one of height and width. */
    private record Extent(long kernel, long stride, long padding, long dilation) {
        static Extent height(Convolution conv) {
            return new Extent(
                    conv.kernel().height(),
                    conv.stride().height(),
                    conv.padding().height(),
                    conv.dilation().height());
        }

        static Extent width(Convolution conv) {
            return new Extent(
                    conv.kernel().width(),
                    conv.stride().width(),
                    conv.padding().width(),
                    conv.dilation().width());
        }

        /**
         * What a kernel of 1 reads at {@code y} is the input at {@code y · stride − padding}, and what lies outside is zero
         * either way; so the later layer's steps are measured in the earlier one's strides. A kernel of 1 that comes later
         * only leaves outputs out.
         */
        Extent then(Extent next, String along) {
            if (kernel == 1) {
                return new Extent(
                        next.kernel,
                        stride * next.stride,
                        padding + next.padding * stride,
                        next.kernel == 1 ? 1 : next.dilation * stride);
            }
            if (next.kernel != 1) {
                throw new IllegalArgumentException("both have kernels along the " + along);
            }
            if (next.padding != 0) {
                throw new IllegalArgumentException("the later layer pads the " + along
                        + " with zeros where the earlier layer would give something else");
            }
            return new Extent(kernel, stride * next.stride, padding, dilation);
        }
    }
}
