package org.espalier.api.model;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Collections;
import java.util.LinkedHashMap;
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
    }

    /** A quantity along height and along width. */
    record Pair(long height, long width) {
        /** Returns the same value along both. */
        public static Pair of(long both) {
            return new Pair(both, both);
        }
    }
}
