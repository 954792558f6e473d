package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.apiguardian.api.API;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;
import org.junit.jupiter.api.Test;

/** What every {@link BudgetSolver} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface BudgetSolverContract {
    /** Returns the solver under test; each call an equal one. */
    BudgetSolver solver();

    /** Returns what the solver makes as small as it can: by default the worst layer's error. */
    default double solverObjective(Collection<Choice> picked) {
        return picked.stream().mapToDouble(Choice::error).max().orElseThrow();
    }

    /**
     * Returns whether it may miss the best answer.
     *
     * @return {@code false}: it is as good as trying everything
     */
    default boolean solverIsAHeuristic() {
        return false;
    }

    /** One of each layer's choices is picked, and together they fit. */
    @Test
    default void solverStaysWithinTheBudget() {
        forEveryProblem((choices, budget) -> {
            Map<LayerId, Choice> picked = solve(budget, choices);
            assertThat(picked.keySet()).isEqualTo(choices.keySet());
            picked.forEach((layer, choice) -> assertThat(choices.get(layer)).contains(choice));
            assertThat(cost(picked.values())).isLessThanOrEqualTo(budget + 1e-9);
        });
    }

    /** No other pick within the budget is better; by trying all of them. */
    @Test
    default void solverFindsTheBest() {
        if (solverIsAHeuristic()) {
            return;
        }
        forEveryProblem((choices, budget) -> {
            double best = everyPick(choices).stream()
                    .filter(pick -> cost(pick) <= budget + 1e-9)
                    .mapToDouble(this::solverObjective)
                    .min()
                    .orElseThrow();
            assertThat(solverObjective(solve(budget, choices).values())).isCloseTo(best, within(1e-9));
        });
    }

    /** With more to spend the result is never worse. */
    @Test
    default void solverMakesUseOfMoreBudget() {
        for (int seed = 0; seed < 20; seed++) {
            Map<LayerId, List<Choice>> choices = problem(seed);
            double before = Double.POSITIVE_INFINITY;
            for (double budget = least(choices); budget <= 60; budget += 2) {
                double now = solverObjective(solve(budget, choices).values());
                assertThat(now).as("objective at a budget of %s", budget).isLessThanOrEqualTo(before + 1e-9);
                before = now;
            }
        }
    }

    /** What cannot be done is refused with the smallest budget that could. */
    @Test
    default void solverNamesTheSmallestBudget() {
        Map<LayerId, List<Choice>> choices = problem(0);
        double least = least(choices);
        String number = least == Math.rint(least) ? Long.toString((long) least) : Double.toString(least);
        assertThatThrownBy(() -> solve(least - 1, choices))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(number);
    }

    /** It asks for what it declared. */
    @Test
    default void solverUsesTheEvidenceItDeclares() {
        FakeScoring scoring = FakeScoring.of(FakeNetwork.mlp()).declaring(solver().evidence());
        solver().solve(60, problem(0), scoring);
        assertThat(scoring.used()).isEqualTo(solver().evidence());
    }

    private Map<LayerId, Choice> solve(double budget, Map<LayerId, List<Choice>> choices) {
        return solver().solve(budget, choices, FakeScoring.of(FakeNetwork.mlp()).declaring(solver().evidence()));
    }

    private void forEveryProblem(BiConsumer<Map<LayerId, List<Choice>>, Double> body) {
        for (int seed = 0; seed < 40; seed++) {
            Map<LayerId, List<Choice>> choices = problem(seed);
            body.accept(choices, least(choices) + seed % 12);
        }
    }

    /** Three layers with up to five choices, of whole costs so that sums are exact; the dearest has no error. */
    private static Map<LayerId, List<Choice>> problem(int seed) {
        var random = new SplittableRandom(seed);
        var choices = new LinkedHashMap<LayerId, List<Choice>>();
        for (int layer = 1; layer <= 3; layer++) {
            var ofLayer = new ArrayList<Choice>();
            ofLayer.add(FakeChoice.of("dense", 20, 0));
            for (int i = random.nextInt(5); i > 0; i--) {
                ofLayer.add(FakeChoice.of("rank " + i, 1 + random.nextInt(19), random.nextInt(1, 100) / 100.0));
            }
            choices.put(new LayerId("fc" + layer), ofLayer);
        }
        return choices;
    }

    private static List<Collection<Choice>> everyPick(Map<LayerId, List<Choice>> choices) {
        List<Collection<Choice>> picks = List.of(List.of());
        for (List<Choice> ofLayer : choices.values()) {
            var longer = new ArrayList<Collection<Choice>>();
            for (Collection<Choice> pick : picks) {
                for (Choice choice : ofLayer) {
                    var next = new ArrayList<>(pick);
                    next.add(choice);
                    longer.add(next);
                }
            }
            picks = longer;
        }
        return picks;
    }

    private static double least(Map<LayerId, List<Choice>> choices) {
        return choices.values().stream()
                .mapToDouble(ofLayer ->
                        ofLayer.stream().mapToDouble(Choice::cost).min().orElseThrow())
                .sum();
    }

    private static double cost(Collection<Choice> picked) {
        return picked.stream().mapToDouble(Choice::cost).sum();
    }
}
