package org.espalier.plugins.alds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.decompose.ChainViews;
import org.espalier.api.decompose.Factorization.Chain;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Puts a chain together from the weights of its layers. */
final class Pieces {
    private Pieces() {}

    /**
     * Returns the chain that takes a layer's place; its last layer has the layer's bias, if there is one.
     *
     * @param weights the weight of each layer, in c order
     */
    static Chain chain(LayerView layer, NetworkView network, List<LayerSpec> specs, List<float[]> weights) {
        if (layer.params().size() == 1) {
            return chain(layer, network, specs, weights, Map.of());
        }
        INDArray bias = network.effective(layer.params().get(1).id()).dup('c');
        return chain(layer, network, specs, weights, Map.of("bias", bias));
    }

    /** Returns the chain that takes a layer's place, with a last layer that has a bias of its own. */
    static Chain chain(
            LayerView layer, NetworkView network, List<LayerSpec> specs, List<float[]> weights, float[] bias) {
        return chain(layer, network, specs, weights, Map.of("bias", Flat.array(bias, bias.length)));
    }

    private static Chain chain(
            LayerView layer,
            NetworkView network,
            List<LayerSpec> specs,
            List<float[]> weights,
            Map<String, INDArray> rest) {
        List<LayerView> views = ChainViews.of(layer, network.inputShape(layer), specs);
        var arrays = new ArrayList<Map<String, INDArray>>();
        for (int i = 0; i < specs.size(); i++) {
            ParamInfo info = views.get(i).params().get(0);
            var own = new HashMap<String, INDArray>(i == specs.size() - 1 ? rest : Map.of());
            own.put("weight", Flat.array(weights.get(i), info));
            arrays.add(own);
        }
        return new Chain(specs, arrays);
    }
}
