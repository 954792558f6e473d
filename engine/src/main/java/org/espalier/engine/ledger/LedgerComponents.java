package org.espalier.engine.ledger;

import java.util.List;
import org.espalier.api.budget.CostModel;
import org.espalier.api.plugin.Provider;

/** What users can name of this package. */
public final class LedgerComponents {
    private LedgerComponents() {}

    /** Returns the built-in cost models. */
    public static List<Provider<?>> providers() {
        return List.of(
                Provider.of(CostModel.class, "parameters", "number of parameters", ParameterCost.class),
                Provider.of(CostModel.class, "flops", "floating-point operations for one example", FlopCost.class));
    }
}
