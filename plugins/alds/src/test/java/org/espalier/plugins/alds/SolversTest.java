package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;
import org.espalier.testkit.BudgetSolverContract;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class SolversTest {
    @Nested
    final class SmallestWorst implements BudgetSolverContract {
        @Override
        public BudgetSolver solver() {
            return new MinMax();
        }
    }

    @Nested
    final class SameShare implements BudgetSolverContract {
        @Override
        public BudgetSolver solver() {
            return new Uniform();
        }

        /** It spends what it can. */
        @Override
        public double solverObjective(Collection<Choice> picked) {
            return -Picks.cost(picked);
        }

        @Override
        public boolean solverIsAHeuristic() {
            return true;
        }
    }

    @Nested
    final class SmallestSum implements BudgetSolverContract {
        @Override
        public BudgetSolver solver() {
            return new LRank();
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

    @Nested
    final class Rounds implements BudgetSolverContract {
        @Override
        public BudgetSolver solver() {
            return new Alternating(15, 4);
        }

        @Override
        public boolean solverIsAHeuristic() {
            return true;
        }
    }

    /** Three layers of real factorizations, of random weights. */
    private static Map<LayerId, List<Choice>> network(int seed, ErrorMeasure measure) {
        int[][] shapes = {{6, 4, 3}, {8, 6, 1}, {5, 12, 2}};
        var choices = new LinkedHashMap<LayerId, List<Choice>>();
        for (int i = 0; i < shapes.length; i++) {
            int out = shapes[i][0];
            int in = shapes[i][1];
            int width = shapes[i][2];
            var subsets = new Subsets(Oracle.random(out, in * width, seed * 10L + i), in);
            var own = new ArrayList<Choice>();
            own.add(new Unchanged(out * in * width));
            for (int k = 1; k <= in; k++) {
                if (in % k == 0) {
                    var subset = new Subset(subsets, k);
                    for (int rank = 1; rank <= subset.fullRank(); rank++) {
                        double cost = rank * (k * out + (double) in * width);
                        if (cost < out * in * width) {
                            own.add(new SubsetChoice(
                                    "k=" + subset.groups(), Folding.ENCODE, subset, rank, cost, measure));
                        }
                    }
                }
            }
            choices.put(new LayerId("layer" + i), own);
        }
        return choices;
    }

    private static Picks solve(BudgetSolver solver, double budget, Map<LayerId, List<Choice>> choices) {
        return new Picks(solver.solve(budget, choices, FakeScoring.of(FakeNetwork.mlp())));
    }

    @Property(tries = 40)
    void minMaxIsTheBestOfAllPicks(
            @ForAll @IntRange(max = 1000) int seed, @ForAll @IntRange(min = 30, max = 100) int percent) {
        Map<LayerId, List<Choice>> choices = network(seed, ErrorMeasure.EXACT);
        double budget = budget(choices, percent);
        double best = Double.POSITIVE_INFINITY;
        List<List<Choice>> menus = List.copyOf(choices.values());
        for (Choice first : menus.get(0)) {
            for (Choice second : menus.get(1)) {
                for (Choice third : menus.get(2)) {
                    if (first.cost() + second.cost() + third.cost() <= budget) {
                        best = Math.min(best, Math.max(first.error(), Math.max(second.error(), third.error())));
                    }
                }
            }
        }
        assertThat(solve(new MinMax(), budget, choices).worst()).isEqualTo(best);
    }

    @Property(tries = 40)
    void minMaxIsNeverAboveTheAlternation(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll @IntRange(min = 30, max = 100) int percent,
            @ForAll ErrorMeasure measure) {
        Map<LayerId, List<Choice>> choices = network(seed, measure);
        Picks alternated = solve(new Alternating(15, 4), budget(choices, percent), choices);
        assertThat(solve(new MinMax(), alternated.cost(), choices).worst()).isLessThanOrEqualTo(alternated.worst());
    }

    /** At what a baseline spends, no layer of all factorizations is worse off than the baseline's worst. */
    @Property(tries = 30)
    void groupsAreNeverAboveTruncatedDecompositions(
            @ForAll @IntRange(max = 1000) int seed, @ForAll @IntRange(min = 30, max = 100) int percent) {
        Map<LayerId, List<Choice>> choices = network(seed, ErrorMeasure.EXACT);
        var truncated = new LinkedHashMap<LayerId, List<Choice>>();
        choices.forEach((layer, own) -> truncated.put(
                layer,
                own.stream()
                        .filter(choice -> choice.knobs().getOrDefault(SubsetChoice.GROUPS, 1) == 1)
                        .toList()));
        for (BudgetSolver solver : List.of(new MinMax(), new Uniform(), new LRank())) {
            Picks baseline = solve(solver, budget(truncated, percent), truncated);
            assertThat(solve(new MinMax(), baseline.cost(), choices).worst()).isLessThanOrEqualTo(baseline.worst());
        }
    }

    /** No layer can be better with what remains. */
    @Property(tries = 40)
    void minMaxSpendsWhatIsLeft(
            @ForAll @IntRange(max = 1000) int seed, @ForAll @IntRange(min = 30, max = 100) int percent) {
        Map<LayerId, List<Choice>> choices = network(seed, ErrorMeasure.EXACT);
        double budget = budget(choices, percent);
        Picks picks = solve(new MinMax(), budget, choices);
        double left = budget - picks.cost();
        picks.byLayer().forEach((layer, choice) -> assertThat(choices.getOrDefault(layer, List.of()))
                .noneMatch(other -> other.error() < choice.error() && other.cost() <= choice.cost() + left));
    }

    /** A choice that counts how often it is asked what makes it. */
    private record Counting(Choice choice, AtomicInteger asked) implements Choice {
        @Override
        public String label() {
            return choice.label();
        }

        @Override
        public String family() {
            return choice.family();
        }

        @Override
        public Map<String, Integer> knobs() {
            asked.incrementAndGet();
            return choice.knobs();
        }

        @Override
        public double cost() {
            return choice.cost();
        }

        @Override
        public double error() {
            return choice.error();
        }
    }

    /** Maps of knobs are made when they are asked for, of which a search of many rounds would make very many. */
    @Test
    void alternatingAsksForKnobsBeforeItSearchesAndNotAgain() {
        var counted = new LinkedHashMap<LayerId, List<Choice>>();
        network(1, ErrorMeasure.FROBENIUS)
                .forEach((layer, own) -> counted.put(
                        layer,
                        own.stream()
                                .<Choice>map(choice -> new Counting(choice, new AtomicInteger()))
                                .toList()));
        solve(new Alternating(15, 4), budget(counted, 60), counted);
        assertThat(counted.values()).allSatisfy(own -> assertThat(own)
                .extracting(choice -> ((Counting) choice).asked().get())
                .allSatisfy(asked -> assertThat(asked).isBetween(1, 2)));
    }

    /** Weights of a low rank, as decomposing again finds them: next to nothing is lost, and rounding is all there is. */
    @Test
    void minMaxEndsWhereNothingIsLost() {
        for (int seed = 0; seed < 40; seed++) {
            Matrix low = Oracle.random(8, 3, seed).times(Oracle.random(3, 12, seed + 1000));
            var subsets = new Subsets(low, 6);
            var own = new ArrayList<Choice>();
            own.add(new Unchanged(96));
            for (int k : new int[] {1, 2, 3, 6}) {
                var subset = new Subset(subsets, k);
                for (int rank = 1; rank <= subset.fullRank(); rank++) {
                    own.add(new SubsetChoice(
                            "k=" + subset.groups(),
                            Folding.ENCODE,
                            subset,
                            rank,
                            rank * (8.0 * k + 12),
                            ErrorMeasure.EXACT));
                }
            }
            assertThat(own).allSatisfy(choice -> assertThat(choice.error())
                    .isBetween(choice.errorAtLeast(), Math.max(choice.errorAtLeast(), choice.errorAtMost())));
            Map<LayerId, List<Choice>> choices = Map.of(new LayerId("low"), own);
            assertThat(solve(new MinMax(), 80, choices).worst()).isLessThan(1e-6);
        }
    }

    @Test
    void whatDoesNotFitIsSaidAsItIs() {
        assertThatThrownBy(() -> solve(new MinMax(), 1, network(1, ErrorMeasure.EXACT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "nothing fits a budget of 1; the smallest that these layers can be made costs ");
    }

    /** Returns a share of the whole, and no less than the cheapest choices cost. */
    private static double budget(Map<LayerId, List<Choice>> choices, int percent) {
        double least = Menu.of(choices).values().stream()
                .mapToDouble(menu -> menu.cheapest().cost())
                .sum();
        double whole =
                choices.values().stream().mapToDouble(own -> own.get(0).cost()).sum();
        return Math.max(least, whole * percent / 100);
    }
}
