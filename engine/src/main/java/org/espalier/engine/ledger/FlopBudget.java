package org.espalier.engine.ledger;

import jakarta.validation.constraints.Positive;
import org.espalier.api.budget.Budget;
import org.espalier.api.budget.CostModel;
import org.espalier.api.budget.Timer;
import org.espalier.api.plugin.Knob;

/** So many floating-point operations for one example, as {@link Ledgers#RULE} counts them. */
public record FlopBudget(
        @Knob("a share in (0, 1] of the FLOPs that the layers take, or above 1 a number of FLOPs") @Positive
        double keep)
        implements Budget {
    private static final String UNIT = "FLOPs";

    public FlopBudget {
        Keep.check(keep, UNIT);
    }

    @Override
    public String unit() {
        return UNIT;
    }

    @Override
    public CostModel cost(Timer timer) {
        return new FlopCost();
    }

    @Override
    public double limit(double whole) {
        return Keep.of(keep, whole);
    }
}
