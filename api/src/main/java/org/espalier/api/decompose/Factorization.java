package org.espalier.api.decompose;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.ParamId;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What takes a layer's place. */
@API(status = EXPERIMENTAL, since = "0.1")
public sealed interface Factorization {
    /**
     * A convolution or dense layer becomes a chain of layers.
     *
     * @param layers what each computes, in order
     * @param weights the parameters of each, by name; as long as {@code layers}
     */
    record Chain(List<LayerSpec> layers, List<Map<String, INDArray>> weights) implements Factorization {
        public Chain {
            layers = List.copyOf(layers);
            weights = List.copyOf(weights);
            if (layers.size() != weights.size()) {
                throw new IllegalArgumentException(
                        layers.size() + " layers come with weights of " + weights.size() + " layers");
            }
        }
    }

    /**
     * Single matrices of a recurrent or attention layer become products.
     *
     * @param byParam for each matrix its factors, in the order of the product
     */
    record Products(Map<ParamId, List<INDArray>> byParam) implements Factorization {
        public Products {
            byParam = Map.copyOf(byParam);
        }
    }
}
