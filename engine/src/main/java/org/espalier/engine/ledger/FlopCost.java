package org.espalier.engine.ledger;

import java.util.List;
import org.espalier.api.budget.CostModel;
import org.espalier.api.model.LayerView;

/** Prices layers by the FLOPs of their dense weights for one example, as {@link Ledgers#RULE} counts them. */
public record FlopCost() implements CostModel {
    @Override
    public double cost(List<LayerView> chain) {
        double flops = 0;
        for (LayerView layer : chain) {
            flops += layer.params().stream()
                    .mapToDouble(info -> Costs.flops(layer, info, info.size()))
                    .sum();
        }
        return flops;
    }
}
