package org.espalier.testkit;

import static java.util.Objects.requireNonNull;

import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.LayerSpec;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Multiplies a chain of layers out into the one layer that computes the same. */
final class Chains {
    private Chains() {}

    /** A layer's weights without groups: {@code [out, in, height, width]} in c order. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never leaves this class
    private record Kernel(float[] weights, int out, int in, int height, int width) {
        static Kernel of(LayerSpec spec, INDArray weight) {
            if (spec instanceof LayerSpec.Dense dense) {
                return ungrouped(weight, (int) dense.out(), (int) dense.in(), 1, 1, (int) dense.groups());
            }
            if (spec instanceof LayerSpec.Convolution conv) {
                return ungrouped(
                        weight,
                        (int) conv.out(),
                        (int) conv.in(),
                        (int) conv.kernel().height(),
                        (int) conv.kernel().width(),
                        (int) conv.groups());
            }
            throw new IllegalArgumentException("a factor is a dense layer or a convolution but this is " + spec.kind());
        }

        private static Kernel ungrouped(INDArray weight, int out, int in, int height, int width, int groups) {
            float[] packed = Untouched.values(weight);
            float[] full = new float[out * in * height * width];
            int perGroup = in / groups;
            int area = height * width;
            for (int o = 0; o < out; o++) {
                int first = o / (out / groups) * perGroup;
                for (int i = 0; i < perGroup; i++) {
                    System.arraycopy(packed, (o * perGroup + i) * area, full, (o * in + first + i) * area, area);
                }
            }
            return new Kernel(full, out, in, height, width);
        }

        float at(int o, int i, int y, int x) {
            return weights[((o * in + i) * height + y) * width + x];
        }

        /** Returns the kernel that runs this one first and then {@code next}. */
        Kernel then(Kernel next) {
            int tall = height + next.height - 1;
            int wide = width + next.width - 1;
            float[] product = new float[next.out * in * tall * wide];
            for (int o = 0; o < next.out; o++) {
                for (int m = 0; m < out; m++) {
                    for (int y2 = 0; y2 < next.height; y2++) {
                        for (int x2 = 0; x2 < next.width; x2++) {
                            float outer = next.at(o, m, y2, x2);
                            add(product, outer, o, m, y2, x2, tall, wide);
                        }
                    }
                }
            }
            return new Kernel(product, next.out, in, tall, wide);
        }

        private void add(float[] product, float outer, int o, int m, int y2, int x2, int tall, int wide) {
            for (int i = 0; i < in; i++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        product[((o * in + i) * tall + y + y2) * wide + x + x2] += outer * at(m, i, y, x);
                    }
                }
            }
        }
    }

    /** Returns the elements of the one weight, in canonical c order. */
    static float[] rebuild(Factorization.Chain chain) {
        Kernel product = kernel(chain, 0);
        for (int i = 1; i < chain.layers().size(); i++) {
            product = product.then(kernel(chain, i));
        }
        return product.weights();
    }

    private static Kernel kernel(Factorization.Chain chain, int layer) {
        INDArray weight = requireNonNull(chain.weights().get(layer).get("weight"), "a factor has no 'weight'");
        return Kernel.of(chain.layers().get(layer), weight);
    }
}
