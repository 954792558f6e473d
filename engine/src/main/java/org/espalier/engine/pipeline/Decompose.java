package org.espalier.engine.pipeline;

import static java.util.stream.Collectors.toCollection;

import jakarta.validation.constraints.NotEmpty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.budget.Budget;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.ChainViews;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.mask.Glob;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/**
 * Replaces layers by chains of smaller ones: a decomposition says what each layer could become, and a solver picks one choice
 * for each within a budget. Layers that the decomposition has no choices for stay as they are. What a budget's share is of is
 * what the network costs when the stage begins, or, where chains are multiplied out first, once they are.
 */
public record Decompose(
        @Knob("how layers are factored") Decomposition decomposition,
        @Knob("who picks one choice for each layer") BudgetSolver solver,

        @Knob("what may be spent in all: { parameters: 0.35 }")
        Budget budget,

        @Knob(
                value = "what the budget is for: layers, those that are decomposed; or network, all that have"
                        + " parameters, where the others of these are paid for first and activations and pooling"
                        + " are free",
                otherwise = "layers")
        Coverage of,

        @Knob(value = "which layers: names, * stands for anything", otherwise = "['*']", formerly = "on") @NotEmpty
        List<String> layers,

        @Knob(value = "which of these stay as they are", otherwise = "[]")
        List<String> except,

        @Knob(value = "refuse layers that cannot be decomposed; they stay as they are else", otherwise = "false")
        boolean strict,

        @Knob(
                value = "multiply out chains that stand in these layers' places, so that compressing again starts from"
                        + " whole layers; chains stay as they are else",
                otherwise = "true")
        boolean compose)
        implements Stage {
    /** What a budget is for. */
    public enum Coverage {
        /** The layers that have choices. */
        LAYERS,
        /**
         * Every layer that has parameters. Others, such as activations and pooling, are priced at nothing. They have no
         * parameters and no FLOPs that are counted, but they do take time: a budget of milliseconds leaves theirs out.
         */
        NETWORK
    }

    public Decompose {
        layers = List.copyOf(layers);
        except = List.copyOf(except);
    }

    @Override
    public void run(Workbench bench) {
        if (compose) {
            bench.chains().stream().filter(this::concerns).forEach(bench::compose);
        }
        Scoring scoring = bench.scoring(evidence());
        CostModel cost = budget.cost(bench.timer());
        var told = new DecomposeReport(bench, budget.unit(), decomposition.measure());
        Map<LayerView, List<Choice>> choices = choices(asked(bench, told), cost, scoring, told);
        var spending =
                new Spending(budget, spent(scoring.network(), cost, choices), fixed(scoring, cost, choices), choices);
        spending.requireEnough();
        if (spending.limit() < spending.whole()) {
            bench.replacesLayers();
        }
        bench.rehearsed();
        Map<LayerId, Choice> picked = spending.solve(solver, spending.limit(), scoring);
        told.layers(spending, picked);
        told.excess(spending, picked);
        told.curve(spending.curve(solver, scoring));
        replace(bench, choices.keySet(), picked, scoring);
    }

    private boolean concerns(LayerId layer) {
        return matches(layers, layer) && !matches(except, layer);
    }

    private static boolean matches(List<String> globs, LayerId layer) {
        return globs.stream().anyMatch(glob -> Glob.of(glob).matches(layer.path()));
    }

    private Map<LayerView, List<Choice>> choices(
            List<LayerView> asked, CostModel cost, Scoring scoring, DecomposeReport told) {
        var choices = new LinkedHashMap<LayerView, List<Choice>>();
        var others = new LinkedHashMap<LayerId, String>();
        for (LayerView layer : asked) {
            List<Choice> own = decomposition.choices(layer, cost, scoring);
            if (own.isEmpty()) {
                others.put(layer.id(), decomposition.whyNoChoices(layer));
            } else {
                choices.put(layer, own);
            }
        }
        if (strict && !others.isEmpty()) {
            throw new IllegalArgumentException("the decomposition has no choices for " + others.keySet()
                    + "; leave them out with 'except', or let them stay as they are with 'strict: false'");
        }
        if (choices.isEmpty()) {
            throw new IllegalArgumentException("the decomposition has no choices for any layer of " + others.keySet());
        }
        others.forEach(told::stays);
        return choices;
    }

    /** Layers of chains that still stand are factors, not layers to factor: chains are decomposed anew as whole layers. */
    private List<LayerView> asked(Workbench bench, DecomposeReport told) {
        List<LayerView> factorable = bench.network().layers().stream()
                .filter(layer -> layer.params().stream().anyMatch(ParamInfo::prunable))
                .toList();
        Set<LayerId> names = factorable.stream().map(LayerView::id).collect(toCollection(LinkedHashSet::new));
        Set<LayerId> wanted = Glob.select("layers", layers, names);
        wanted.removeAll(Glob.select("except", except, names));
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("'except' leaves no layer of those that 'layers' names");
        }
        for (LayerId chain : bench.chains()) {
            if (wanted.removeAll(ChainViews.names(chain, names)) && !matches(except, chain)) {
                told.stays(chain, "it is a chain of factors already");
            }
        }
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("all that 'layers' names belong to chains of factors in the places of "
                    + bench.chains() + "; to decompose those anew, name them with 'compose: true'");
        }
        return factorable.stream().filter(layer -> wanted.contains(layer.id())).toList();
    }

    private static Map<LayerId, Double> spent(
            NetworkView network, CostModel cost, Map<LayerView, List<Choice>> choices) {
        var spent = new LinkedHashMap<LayerId, Double>();
        choices.keySet().forEach(layer -> spent.put(layer.id(), cost(network, cost, layer)));
        return spent;
    }

    private double fixed(Scoring scoring, CostModel cost, Map<LayerView, List<Choice>> choices) {
        return switch (of) {
            case LAYERS -> 0;
            case NETWORK ->
                scoring.network().layers().stream()
                        .filter(layer -> !layer.params().isEmpty() && !choices.containsKey(layer))
                        .mapToDouble(layer -> cost(scoring.network(), cost, layer))
                        .sum();
        };
    }

    private static double cost(NetworkView network, CostModel cost, LayerView layer) {
        return cost.cost(network.inputShape(layer), List.of(layer));
    }

    /** All factors are computed first: what was measured holds for the network as it is. */
    private void replace(Workbench bench, Set<LayerView> chosen, Map<LayerId, Choice> picked, Scoring scoring) {
        var factors = new LinkedHashMap<LayerId, Factorization>();
        for (LayerView layer : chosen) {
            Choice choice = Spending.picked(picked, layer.id());
            if (!choice.knobs().isEmpty()) {
                factors.put(layer.id(), decomposition.factorize(layer, choice, scoring));
            }
        }
        var lastFirst = new ArrayList<>(factors.entrySet());
        Collections.reverse(lastFirst);
        lastFirst.forEach(entry -> bench.replace(entry.getKey(), entry.getValue()));
    }

    @Override
    public Set<Evidence<?>> evidence() {
        var evidence = new LinkedHashSet<Evidence<?>>(decomposition.evidence());
        evidence.addAll(solver.evidence());
        return evidence;
    }
}
