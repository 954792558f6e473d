package org.espalier.api.model;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * What a layer computes, without its weights. Semantics are ONNX's: {@code Gemm}, {@code Conv} and so on.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public sealed interface LayerSpec {
    /** Returns the ONNX operator's name. */
    String kind();

    /**
     * A dense (fully connected) layer, {@code y = x Wᵀ + b} with {@code W} of shape {@code [out, in / groups]}.
     *
     * @param in input features
     * @param out output features
     * @param groups 1, or the number of independent blocks that features are split into
     * @param bias whether it adds a bias of shape {@code [out]}
     */
    record Dense(long in, long out, long groups, boolean bias) implements LayerSpec {
        @Override
        public String kind() {
            return "Gemm";
        }
    }

    /**
     * A two-dimensional convolution over {@code [batch, in, height, width]} with weights
     * {@code [out, in / groups, kernelHeight, kernelWidth]}.
     *
     * @param in input channels
     * @param out filters
     * @param kernel height and width of the kernel
     * @param stride steps along height and width
     * @param padding zeros added at the top and left, and as many at the bottom and right
     * @param dilation distance of neighbouring kernel elements along height and width
     * @param groups 1, or the number of independent blocks that channels are split into
     * @param bias whether it adds a bias of shape {@code [out]}
     */
    record Convolution(
            long in, long out, Pair kernel, Pair stride, Pair padding, Pair dilation, long groups, boolean bias)
            implements LayerSpec {
        @Override
        public String kind() {
            return "Conv";
        }
    }

    /**
     * Any other layer.
     *
     * @param kind the ONNX operator's name, such as {@code MaxPool}
     * @param attributes its attributes under their ONNX names; values are {@code Long}, {@code Double},
     *     {@code String} or lists of those
     */
    record Other(String kind, Map<String, Object> attributes) implements LayerSpec {
        public Other {
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        }

        /**
         * Returns this layer with matrices that are {@link FactoredMatrix factored}: their names are in the attribute
         * {@code factored}, their ranks, in the same order, in {@code ranks}. Matrices that were factored before stay so; those
         * named again get the new rank.
         *
         * @param ranks the rank, at least 1, by the matrix's name
         */
        public Other factoring(Map<String, Long> ranks) {
            var all = new LinkedHashMap<String, Object>();
            if (attributes.get("factored") instanceof List<?> names
                    && attributes.get("ranks") instanceof List<?> before) {
                for (int i = 0; i < names.size(); i++) {
                    all.put(String.valueOf(names.get(i)), before.get(i));
                }
            }
            all.putAll(ranks);
            var next = new LinkedHashMap<>(attributes);
            if (!all.isEmpty()) {
                next.put("factored", List.copyOf(all.keySet()));
                next.put("ranks", List.copyOf(all.values()));
            }
            return new Other(kind, next);
        }
    }

    /** A quantity along height and along width. */
    record Pair(long height, long width) {
        /** Returns the same value along both. */
        public static Pair of(long both) {
            return new Pair(both, both);
        }
    }
}
