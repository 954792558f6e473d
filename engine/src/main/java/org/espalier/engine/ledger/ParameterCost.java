package org.espalier.engine.ledger;

import java.util.List;
import org.espalier.api.budget.CostModel;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;

/** Prices layers by the number of their parameters, biases included. */
record ParameterCost() implements CostModel {
    @Override
    public double cost(List<Long> inputShape, List<LayerView> chain) {
        return chain.stream()
                .flatMap(layer -> layer.params().stream())
                .mapToDouble(ParamInfo::size)
                .sum();
    }
}
