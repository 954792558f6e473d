package org.espalier.engine.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.budget.Budget;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.api.score.Scoring;

/**
 * A budget and what there is to spend it on.
 *
 * @param budget the user's
 * @param spent what each layer costs as it is
 * @param fixed what else the budget has to pay for
 * @param choices what each layer could become
 */
record Spending(Budget budget, Map<LayerId, Double> spent, double fixed, Map<LayerView, List<Choice>> choices) {
    private static final int POINTS = 10;

    double whole() {
        return fixed + spent.values().stream().mapToDouble(each -> each).sum();
    }

    double limit() {
        return budget.limit(whole());
    }

    /** Returns the least that the layers can come to. */
    double least() {
        return fixed
                + choices.values().stream()
                        .mapToDouble(own ->
                                own.stream().mapToDouble(Choice::cost).min().orElseThrow())
                        .sum();
    }

    /** Requires that the cheapest choices fit. */
    void requireEnough() {
        if (limit() < least()) {
            throw new IllegalArgumentException(
                    "the budget is " + amount(limit()) + " of " + amount(whole()) + " " + budget.unit()
                            + ", but the least that can be reached is " + amount(least()) + ", a share of "
                            + String.format(Locale.ROOT, "%.4f", Math.ceil(least() / whole() * 1e4) / 1e4));
        }
    }

    /**
     * Returns the choice for each layer.
     *
     * @param limit what everything may cost, with what is fixed
     */
    Map<LayerId, Choice> solve(BudgetSolver solver, double limit, Scoring scoring) {
        var byLayer = new LinkedHashMap<LayerId, List<Choice>>();
        choices.forEach((layer, own) -> byLayer.put(layer.id(), own));
        return solver.solve(limit - fixed, byLayer, scoring);
    }

    /** Returns the worst error by the share of the whole that is spent, at the shares that can be reached. */
    Map<Double, Double> curve(BudgetSolver solver, Scoring scoring) {
        var curve = new LinkedHashMap<Double, Double>();
        for (int point = 0; point < POINTS; point++) {
            double share = (5 + 10.0 * point) / 100;
            if (share * whole() >= least()) {
                curve.put(share, worst(solve(solver, share * whole(), scoring)));
            }
        }
        return curve;
    }

    static double worst(Map<LayerId, Choice> picked) {
        return picked.values().stream().mapToDouble(Choice::error).max().orElse(0);
    }

    static Choice picked(Map<LayerId, Choice> picked, LayerId layer) {
        return Optional.ofNullable(picked.get(layer))
                .orElseThrow(() -> new IllegalStateException("the solver picked nothing for '" + layer + "'"));
    }

    /** Writes whole amounts as such, others in four digits. */
    static String amount(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
