package org.espalier.api.decompose;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Arrays;
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
     * Single matrices of a recurrent layer become products of two factors each, {@code W = left · right}; the layer stays, and
     * its other parameters with it. Projections of attention are dense layers of their own, which become chains.
     *
     * @param byMatrix the factors by the matrix's name, {@code <layer>.weight.<gate>} or {@code <layer>.recurrent.<gate>},
     *     which is also how a matrix is named that is {@link org.espalier.api.model.FactoredMatrix factored} already, to give
     *     it other factors; at least one
     */
    record Products(Map<ParamId, Factors> byMatrix) implements Factorization {
        public Products {
            byMatrix = Map.copyOf(byMatrix);
            if (byMatrix.isEmpty()) {
                throw new IllegalArgumentException("no matrix was given factors");
            }
        }
    }

    /**
     * The two factors of a matrix.
     *
     * @param left {@code [rows, rank]}
     * @param right {@code [rank, columns]}
     */
    record Factors(INDArray left, INDArray right) {
        public Factors {
            if (left.rank() != 2 || right.rank() != 2 || left.size(1) != right.size(0)) {
                throw new IllegalArgumentException("factors must be of shapes [rows, rank] and [rank, columns] but are "
                        + Arrays.toString(left.shape()) + " and " + Arrays.toString(right.shape()));
            }
        }

        /** Returns the columns of the left factor and rows of the right one. */
        public long rank() {
            return left.size(1);
        }
    }
}
