package org.espalier.engine.ledger;

import java.util.List;
import org.espalier.api.budget.CostModel;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;

/** Prices layers by the FLOPs of their dense weights for one example, as {@link Ledgers#RULE} counts them. */
record FlopCost() implements CostModel {
    @Override
    public double cost(List<Long> inputShape, List<LayerView> chain) {
        return chain.stream()
                .mapToDouble(layer -> Costs.flops(layer, ParamInfo::size))
                .sum();
    }
}
