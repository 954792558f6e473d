package org.espalier.engine.ledger;

import java.util.List;
import org.espalier.api.budget.Budget;
import org.espalier.api.plugin.Provider;

/** What users can name of this package. */
public final class LedgerComponents {
    private LedgerComponents() {}

    /** Returns the built-in budgets. */
    public static List<Provider<?>> providers() {
        return List.of(
                Provider.of(Budget.class, "parameters", "so many parameters", ParameterBudget.class),
                Provider.of(
                        Budget.class, "flops", "so many floating-point operations for one example", FlopBudget.class),
                Provider.of(
                        Budget.class,
                        "latency",
                        "so much time for a forward pass, measured on this machine",
                        LatencyBudget.class));
    }
}
