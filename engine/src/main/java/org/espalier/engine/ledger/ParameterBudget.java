package org.espalier.engine.ledger;

import jakarta.validation.constraints.Positive;
import org.espalier.api.budget.Budget;
import org.espalier.api.budget.CostModel;
import org.espalier.api.budget.Timer;
import org.espalier.api.plugin.Knob;

/** So many parameters, biases included. */
public record ParameterBudget(
        @Knob("a share in (0, 1] of the parameters that the layers have, or above 1 a number of parameters") @Positive
        double keep)
        implements Budget {
    private static final String UNIT = "parameters";

    public ParameterBudget {
        Keep.check(keep, UNIT);
    }

    @Override
    public String unit() {
        return UNIT;
    }

    @Override
    public CostModel cost(Timer timer) {
        return new ParameterCost();
    }

    @Override
    public double limit(double whole) {
        return Keep.of(keep, whole);
    }
}
