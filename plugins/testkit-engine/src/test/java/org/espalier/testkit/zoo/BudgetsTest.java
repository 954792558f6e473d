package org.espalier.testkit.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.testkit.BudgetSolverContract;
import org.espalier.testkit.FakeCosts;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class BudgetsTest {
    @Nested
    final class MinMax implements BudgetSolverContract {
        @Override
        public BudgetSolver solver() {
            return new Budgets.MinMax();
        }

        @Test
        void computesNoErrorThatTheBudgetRulesOut() {
            FakeNetwork network = FakeNetwork.mlp();
            FakeScoring scoring = FakeScoring.of(network);
            Map<LayerId, List<Choice>> choices = new LinkedHashMap<>();
            for (LayerView layer : network.layers()) {
                List<Choice> own = new LowRank.Alds().choices(layer, FakeCosts.parameters(), scoring);
                if (!own.isEmpty()) {
                    choices.put(layer.id(), own);
                }
            }
            Map<LayerId, Choice> picked = solver().solve(75, choices, scoring);
            assertThat(picked).hasSize(3);
            assertThat(choices.values().stream().flatMap(List::stream).filter(choice -> !((LowRank.Lazy) choice)
                            .known()))
                    .hasSizeGreaterThan(3);
        }
    }

    @Nested
    final class Lagrangian implements BudgetSolverContract {
        @Override
        public BudgetSolver solver() {
            return new Budgets.Lagrangian();
        }

        @Override
        public double solverObjective(Collection<Choice> picked) {
            return picked.stream().mapToDouble(Choice::error).sum();
        }

        @Override
        public boolean solverIsAHeuristic() {
            return true;
        }
    }
}
