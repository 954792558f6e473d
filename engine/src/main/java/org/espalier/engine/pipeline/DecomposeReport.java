package org.espalier.engine.pipeline;

import static java.util.stream.Collectors.joining;

import java.util.Locale;
import java.util.Map;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;
import org.espalier.api.stage.Workbench;

/**
 * Tells what became of layers, on the console and in the run's record. Of layer {@code fc1} these are {@code decomposed.fc1.error},
 * {@code .before}, {@code .after} and {@code .knob-<name>}; of all, {@code decompose.error}, {@code decompose.share},
 * {@code decompose.before} and {@code decompose.after}; and {@code decompose.curve.<share>} is the worst error at another
 * budget. In words, {@code decompose.unit} is what costs are in, {@code decompose.measure} what errors are, and
 * {@code decomposed.fc1.stays} why a layer was not asked for or has no choices.
 */
record DecomposeReport(Workbench bench, String unit, String measure) {
    /** Sums of prices may differ in their last digits. */
    private static final double ROUNDING = 1e-9;

    void stays(LayerId layer, String why) {
        bench.note("decomposed." + layer + ".stays", why);
        bench.say("layer '" + layer + "' stays as it is: " + why);
    }

    void layers(Spending spending, Map<LayerId, Choice> picked) {
        double after = spending.fixed();
        for (Map.Entry<LayerId, Double> layer : spending.spent().entrySet()) {
            Choice choice = Spending.picked(picked, layer.getKey());
            after += choice.cost();
            layer(layer.getKey(), choice, layer.getValue());
        }
        double worst = Spending.worst(picked);
        double before = spending.whole();
        bench.note("decompose.unit", unit);
        bench.note("decompose.measure", measure);
        note("decompose.error", worst);
        note("decompose.before", before);
        note("decompose.after", after);
        note("decompose.share", after / before);
        bench.say("in all " + fromTo(before, after) + "; worst error " + error(worst) + " (" + measure + ")");
    }

    /** What solvers promise is held against the budget. */
    void excess(Spending spending, Map<LayerId, Choice> picked) {
        double spent = spending.fixed()
                + picked.values().stream().mapToDouble(Choice::cost).sum();
        if (spent > spending.limit() * (1 + ROUNDING)) {
            bench.warn("the budget was " + Spending.amount(spending.limit()) + " " + unit
                    + ", but what was picked takes " + Spending.amount(spent));
        }
    }

    private void layer(LayerId layer, Choice choice, double before) {
        String name = "decomposed." + layer + ".";
        note(name + "error", choice.error());
        note(name + "before", before);
        note(name + "after", choice.cost());
        choice.knobs().forEach((knob, value) -> note(name + "knob-" + knob, value));
        bench.say(layer + " " + choice.label() + ": "
                + (choice.knobs().isEmpty()
                        ? Spending.amount(before) + " " + unit
                        : fromTo(before, choice.cost()) + ", error " + error(choice.error())));
    }

    void curve(Map<Double, Double> curve) {
        if (curve.isEmpty()) {
            return;
        }
        curve.forEach((share, worst) -> note("decompose.curve." + share(share), worst));
        bench.say("worst error by share of the " + unit + ": "
                + curve.entrySet().stream()
                        .map(point -> share(point.getKey()) + " " + error(point.getValue()))
                        .collect(joining(", ")));
    }

    private void note(String key, double value) {
        bench.note(key, value);
    }

    private String fromTo(double before, double after) {
        return String.format(
                Locale.ROOT,
                "%s to %s %s (%.1f %%)",
                Spending.amount(before),
                Spending.amount(after),
                unit,
                100 * after / before);
    }

    private static String error(double error) {
        return String.format(Locale.ROOT, "%.4f", error);
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.2f", share);
    }
}
