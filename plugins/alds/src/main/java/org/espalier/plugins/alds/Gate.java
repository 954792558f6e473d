package org.espalier.plugins.alds;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.espalier.api.model.FactoredMatrix;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;

/**
 * A matrix of a recurrent layer's gate as the layer runs with it.
 *
 * @param id its name, of a product that of neither factor
 * @param values {@code [rows, columns]}; multiplied out where it is factored
 * @param size how many numbers the layer keeps for it
 */
record Gate(ParamId id, Matrix values, long size) {
    /**
     * Returns all of a layer.
     *
     * @throws IllegalArgumentException when one is not finite
     */
    static List<Gate> of(LayerView layer, NetworkView network) {
        List<FactoredMatrix> products = layer.factored();
        Set<ParamInfo> factors = products.stream()
                .flatMap(product -> Stream.of(product.left(), product.right()))
                .collect(Collectors.toSet());
        Stream<Gate> whole = layer.params().stream()
                .filter(info -> info.prunable() && !factors.contains(info))
                .map(info -> new Gate(info.id(), matrix(layer, info, network), info.size()));
        Stream<Gate> multiplied = products.stream()
                .map(product -> new Gate(
                        new ParamId(layer.id(), product.name()),
                        matrix(layer, product.left(), network).times(matrix(layer, product.right(), network)),
                        product.left().size() + product.right().size()));
        return Stream.concat(whole, multiplied).toList();
    }

    private static Matrix matrix(LayerView layer, ParamInfo info, NetworkView network) {
        float[] weights = Kernel.finite(layer, info.id(), network);
        double[] values = new double[weights.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = weights[i];
        }
        return new Matrix(Math.toIntExact(info.shape().get(0)), Math.toIntExact(info.rowSize()), values);
    }

    /** Returns whether factors of a rank are smaller than what the layer keeps. */
    boolean pays(int rank) {
        return (long) rank * (values.rows() + values.columns()) < size;
    }

    /** Returns the error of keeping 1, 2 and so on singular values. */
    double[] errors(ErrorMeasure measure) {
        var subset = new Subset(new Subsets(values, 1), 1);
        return IntStream.rangeClosed(1, subset.fullRank())
                .mapToDouble(rank -> measure.error(subset, rank))
                .toArray();
    }

    Factors factors(int rank) {
        return Factors.of(new Subsets(values, 1), 1, rank);
    }
}
