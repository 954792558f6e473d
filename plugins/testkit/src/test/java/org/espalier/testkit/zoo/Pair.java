package org.espalier.testkit.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.RealMatrix;
import org.espalier.api.decompose.Factorization.Chain;
import org.espalier.api.model.Axis;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
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

    /** Returns what stands in a layer's place, to be priced. */
    static List<LayerView> views(LayerView layer, long between, long groups) {
        List<LayerSpec> specs = specs(layer, between, groups);
        ParamInfo weight = layer.params().get(0);
        var encoder = new LayerId(layer.id() + ".1");
        List<Long> encoded = new ArrayList<>(weight.shape());
        encoded.set(0, between);
        encoded.set(1, weight.shape().get(1) / groups);
        List<Long> decoded = new ArrayList<>();
        weight.shape().forEach(extent -> decoded.add(1L));
        decoded.set(0, weight.shape().get(0));
        decoded.set(1, between);
        List<Long> shape = new ArrayList<>(layer.outputShape());
        shape.set(0, between);
        var first = new ParamInfo(new ParamId(encoder, "weight"), encoded, weight.axes(), true);
        var second = new ParamInfo(weight.id(), decoded, weight.axes(), true);
        List<ParamInfo> rest = new ArrayList<>(List.of(second));
        rest.addAll(layer.params().subList(1, layer.params().size()));
        return List.of(
                new LayerView(encoder, specs.get(0), List.of(first), layer.inputs(), shape),
                new LayerView(layer.id(), specs.get(1), rest, List.of(encoder), layer.outputShape()));
    }

    /** Returns the factors, with one row of the encoder for each column of the decoder. */
    static Chain chain(LayerView layer, int groups, RealMatrix encoder, RealMatrix decoder, double[] bias) {
        List<LayerView> views = views(layer, encoder.getRowDimension(), groups);
        INDArray first = array(encoder, views.get(0).params().get(0));
        INDArray second = array(decoder, views.get(1).params().get(0));
        return new Chain(
                views.stream().map(LayerView::spec).toList(),
                List.of(Map.of("weight", first), Map.of("weight", second, "bias", Flat.array(bias, bias.length))));
    }

    /** Returns the layer as it is. */
    static Chain unchanged(LayerView layer, NetworkView network) {
        INDArray weight = network.effective(layer.params().get(0).id()).dup('c');
        double[] bias = bias(layer, network);
        return new Chain(
                List.of(layer.spec()),
                List.of(
                        layer.params().size() == 1
                                ? Map.of("weight", weight)
                                : Map.of("weight", weight, "bias", Flat.array(bias, bias.length))));
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
