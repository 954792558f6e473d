package org.espalier.testkit.zoo;

import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.RealMatrix;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.ChainViews;
import org.espalier.api.decompose.Factorization.Chain;
import org.espalier.api.model.Axis;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An encoder and a decoder in the place of one layer: the encoder has its kernel and stride, the decoder its bias. */
final class Pair {
    private static final LayerSpec.Pair ONE = LayerSpec.Pair.of(1);

    private Pair() {}

    /** Returns whether a layer can be split so. */
    static boolean splits(LayerView layer) {
        return (layer.spec() instanceof Dense dense && dense.groups() == 1)
                || (layer.spec() instanceof Convolution conv && conv.groups() == 1);
    }

    /** Returns the number of input channels or features. */
    static int inputs(LayerView layer) {
        return (int) layer.params().get(0).along(Axis.IN);
    }

    private static List<LayerSpec> specs(LayerView layer, long between, long groups) {
        if (layer.spec() instanceof Dense dense) {
            return List.of(new Dense(dense.in(), between, groups, false), new Dense(between, dense.out(), 1, true));
        }
        var conv = (Convolution) layer.spec();
        return List.of(
                new Convolution(
                        conv.in(),
                        between,
                        conv.kernel(),
                        conv.stride(),
                        conv.padding(),
                        conv.dilation(),
                        groups,
                        false),
                new Convolution(between, conv.out(), ONE, ONE, LayerSpec.Pair.of(0), ONE, 1, true));
    }

    /** Returns what the pair costs in a layer's place. */
    static double cost(CostModel cost, LayerView layer, NetworkView network, long between, long groups) {
        List<Long> inputShape = network.inputShape(layer);
        return cost.cost(inputShape, ChainViews.of(layer, inputShape, specs(layer, between, groups)));
    }

    /** Returns the factors, with one row of the encoder for each column of the decoder. */
    static Chain chain(
            LayerView layer, NetworkView network, int groups, RealMatrix encoder, RealMatrix decoder, double[] bias) {
        List<LayerSpec> specs = specs(layer, encoder.getRowDimension(), groups);
        List<LayerView> views = ChainViews.of(layer, network.inputShape(layer), specs);
        INDArray first = array(encoder, views.get(0).params().get(0));
        INDArray second = array(decoder, views.get(1).params().get(0));
        return new Chain(
                specs,
                List.of(Map.of("weight", first), Map.of("weight", second, "bias", Flat.array(bias, bias.length))));
    }

    /** Returns a layer's bias, zeros when it has none. */
    static double[] bias(LayerView layer, NetworkView network) {
        return layer.params().size() == 1
                ? new double[layer.params().get(0).shape().get(0).intValue()]
                : Flat.doubles(network.effective(layer.params().get(1).id()));
    }

    private static INDArray array(RealMatrix matrix, ParamInfo info) {
        double[] values = new double[matrix.getRowDimension() * matrix.getColumnDimension()];
        for (int row = 0; row < matrix.getRowDimension(); row++) {
            System.arraycopy(
                    matrix.getRow(row), 0, values, row * matrix.getColumnDimension(), matrix.getColumnDimension());
        }
        return Flat.array(values, info.shapeArray());
    }
}
