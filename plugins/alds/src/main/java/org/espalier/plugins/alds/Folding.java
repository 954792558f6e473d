package org.espalier.plugins.alds;

import java.util.List;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Pair;

/**
 * The folding schemes: how a convolution's kernel is shared out between the encoder, which reads the channels, and the decoder,
 * which writes the filters (ALDS, section 3.1 and appendix). Stride, padding and dilation go with the axis that owns them.
 * Dense layers have one scheme, as have convolutions with 1×1 kernels.
 */
public enum Folding {
    /** The encoder has the kernel, the decoder is 1×1. The paper's main results. */
    ENCODE(0, false, false),
    /** The decoder is κ₁×1, the encoder 1×κ₂. */
    SPLIT1(1, true, false),
    /** The decoder is 1×κ₂, the encoder κ₁×1. */
    SPLIT2(2, false, true),
    /** The decoder has the kernel, the encoder is 1×1. */
    DECODE(3, true, true);

    private static final Pair ONE = Pair.of(1);
    private static final Pair NONE = Pair.of(0);

    private final int number;
    private final boolean decodesHeight;
    private final boolean decodesWidth;

    Folding(int number, boolean decodesHeight, boolean decodesWidth) {
        this.number = number;
        this.decodesHeight = decodesHeight;
        this.decodesWidth = decodesWidth;
    }

    /** Returns the number that the authors give it. */
    int number() {
        return number;
    }

    /** Returns whether an earlier scheme of these does the same to kernels of this size. */
    boolean repeats(List<Folding> schemes, Kernel kernel) {
        return schemes.subList(0, schemes.indexOf(this)).stream()
                .anyMatch(other -> (kernel.height() == 1 || decodesHeight == other.decodesHeight)
                        && (kernel.width() == 1 || decodesWidth == other.decodesWidth));
    }

    /**
     * Returns the kernel as a matrix: a row for each filter and element of the decoder's kernel, a column for each channel and
     * element of the encoder's. Columns of one channel are neighbours.
     */
    Matrix fold(Kernel kernel) {
        int outHeight = decodesHeight ? kernel.height() : 1;
        int outWidth = decodesWidth ? kernel.width() : 1;
        int inHeight = kernel.height() / outHeight;
        int inWidth = kernel.width() / outWidth;
        int columns = kernel.in() * inHeight * inWidth;
        double[] folded = new double[kernel.out() * outHeight * outWidth * columns];
        for (int o = 0; o < kernel.out(); o++) {
            for (int i = 0; i < kernel.in(); i++) {
                for (int y = 0; y < kernel.height(); y++) {
                    for (int x = 0; x < kernel.width(); x++) {
                        int row = (o * outHeight + y % outHeight) * outWidth + x % outWidth;
                        int column = (i * inHeight + y % inHeight) * inWidth + x % inWidth;
                        folded[row * columns + column] = kernel.at(o, i, y, x);
                    }
                }
            }
        }
        return new Matrix(kernel.out() * outHeight * outWidth, columns, folded);
    }

    /**
     * Returns what takes a layer's place: an encoder of {@code groups} groups without a bias, and a decoder with the layer's.
     *
     * @param rank the rank of each group
     */
    List<LayerSpec> specs(LayerSpec layer, int groups, int rank) {
        long between = (long) groups * rank;
        if (layer instanceof Dense dense) {
            return List.of(
                    new Dense(dense.in(), between, groups, false), new Dense(between, dense.out(), 1, dense.bias()));
        }
        var conv = (Convolution) layer;
        return List.of(
                new Convolution(
                        conv.in(),
                        between,
                        encoders(conv.kernel(), ONE),
                        encoders(conv.stride(), ONE),
                        encoders(conv.padding(), NONE),
                        encoders(conv.dilation(), ONE),
                        groups,
                        false),
                new Convolution(
                        between,
                        conv.out(),
                        decoders(conv.kernel(), ONE),
                        decoders(conv.stride(), ONE),
                        decoders(conv.padding(), NONE),
                        decoders(conv.dilation(), ONE),
                        1,
                        conv.bias()));
    }

    private Pair encoders(Pair whole, Pair without) {
        return new Pair(
                decodesHeight ? without.height() : whole.height(), decodesWidth ? without.width() : whole.width());
    }

    private Pair decoders(Pair whole, Pair without) {
        return new Pair(
                decodesHeight ? whole.height() : without.height(), decodesWidth ? whole.width() : without.width());
    }

    /** Returns the decoder's weight {@code [out, between, height, width]} of a matrix with the rows of {@link #fold}. */
    float[] decoderWeight(Matrix left, Kernel kernel) {
        int area = left.rows() / kernel.out();
        float[] weight = new float[left.rows() * left.columns()];
        for (int row = 0; row < left.rows(); row++) {
            for (int r = 0; r < left.columns(); r++) {
                weight[(row / area * left.columns() + r) * area + row % area] = (float) left.get(row, r);
            }
        }
        return weight;
    }
}
