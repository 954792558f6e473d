package org.espalier.engine.ledger;

import java.util.List;
import java.util.Map;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers to look at, with the weights that were given. */
public record FakeNetwork(List<Long> inputShape, List<LayerView> layers, Tensors weights) implements NetworkView {
    public FakeNetwork(List<Long> inputShape, List<LayerView> layers) {
        this(inputShape, layers, Tensors.none());
    }

    @Override
    public List<ParamInfo> params() {
        return layers.stream()
                .flatMap(layer -> layer.params().stream())
                .distinct()
                .toList();
    }

    @Override
    public INDArray latent(ParamId id) {
        return weights.get(id);
    }

    @Override
    public INDArray effective(ParamId id) {
        return weights.get(id);
    }

    @Override
    public Map<String, INDArray> extras(ParamId id) {
        return Map.of();
    }

    @Override
    public List<CouplingGroup> couplings() {
        return List.of();
    }
}
