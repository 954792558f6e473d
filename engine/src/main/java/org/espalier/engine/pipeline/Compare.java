package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.espalier.api.plugin.Knob;
import org.espalier.api.report.Metric;
import org.espalier.api.score.Need;
import org.espalier.api.stage.Snapshots;
import org.espalier.api.stage.Snapshots.Part;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.api.stage.Workbench.Split;
import org.espalier.engine.config.Expands;

/**
 * Runs several methods from the same start, measures what each comes to, and then puts the network back: the experiment
 * in which papers on sparsity argue. In each repeat all methods begin with the same weights, and stages of theirs that have
 * the same names see the same examples in the same order, so results can be compared in pairs. No result depends on which other
 * methods there are.
 *
 * <p>Methods see the snapshots from before and their own, which end with them. When methods start from new weights,
 * {@code initial} is for them the snapshot of those. Every number is measured once a method has ended; what is to be chosen
 * within it (an epoch, a strength) its stages choose on validation.
 */
public record Compare(
        @Knob(value = "how often each method runs, each time from another start", otherwise = "1") @Positive
        int repeats,

        @Knob(
                value = "where methods start: new-weights, drawn for each repeat, all alive; or present, the network"
                        + " as it is, in each repeat with another order of examples",
                otherwise = "new-weights")
        Start from,

        @Knob(
                value = "values for what methods mention: one that has 'keep: $keep' runs for each of"
                        + " [{ keep: 0.1 }, { keep: 0.02 }], as method@0.1 and method@0.02",
                otherwise = "[]")
        @Expands("methods")
        List<Map<String, String>> settings,

        @Knob("each method's stages, under the name that reports give it") @NotEmpty
        Map<String, List<Stage>> methods,

        @Knob(value = "what is measured when a method has ended, on validation and on test", otherwise = "[accuracy]")
        @NotEmpty
        List<Metric> metrics)
        implements Stage, Agenda.Foreseen {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9@.+_ -]*");
    private static final Set<Part> ALL = Collections.unmodifiableSet(EnumSet.allOf(Part.class));
    private static final String BEFORE = "before compare";
    private static final String FIRST = "initial before compare";

    /** Where methods start. */
    public enum Start {
        /** Weights drawn for each repeat, all alive. */
        NEW_WEIGHTS,
        /** The network as it is. */
        PRESENT
    }

    public Compare {
        settings = List.copyOf(settings);
        var copy = new LinkedHashMap<String, List<Stage>>();
        methods.forEach((name, stages) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("a method cannot be called '" + name
                        + "'; a name has letters, digits, spaces and @ . + _ -, and begins with a letter or digit");
            }
            if (stages.isEmpty()) {
                throw new IllegalArgumentException("method '" + name + "' has no stages");
            }
            if (stages.stream().anyMatch(Compare::compares)) {
                throw new IllegalArgumentException(
                        "method '" + name + "' compares methods itself; write that compare beside this one");
            }
            copy.put(name, List.copyOf(stages));
        });
        methods = Collections.unmodifiableMap(copy);
        metrics = List.copyOf(metrics);
    }

    private static boolean compares(Stage stage) {
        return stage instanceof Compare || stage.inner().stream().anyMatch(Compare::compares);
    }

    @Override
    public void run(Workbench bench) {
        if (!settings.isEmpty() && methods.keySet().stream().noneMatch(this::isWrittenOut)) {
            bench.warn("no method mentions a value of 'settings', such as $"
                    + settings.get(0).keySet().iterator().next() + ", so each method runs once. Leave 'settings' out");
        }
        Snapshots snapshots = bench.snapshots();
        snapshots.take(BEFORE);
        switch (from) {
            case NEW_WEIGHTS -> fromNewWeights(bench);
            case PRESENT -> compare(bench, BEFORE);
        }
        snapshots.restore(BEFORE, ALL);
    }

    /** What mentioned a setting has its value in its name since. */
    private boolean isWrittenOut(String method) {
        return settings.stream()
                .flatMap(each -> each.values().stream())
                .anyMatch(value -> method.endsWith("@" + value));
    }

    private void fromNewWeights(Workbench bench) {
        Snapshots snapshots = bench.snapshots();
        snapshots.restore(Snapshots.INITIAL, ALL);
        snapshots.take(FIRST);
        compare(bench, Snapshots.INITIAL);
        snapshots.restore(FIRST, ALL);
        snapshots.take(Snapshots.INITIAL);
    }

    private void compare(Workbench bench, String start) {
        for (int repeat = 1; repeat <= repeats; repeat++) {
            String draw = "[" + repeat + "]";
            if (from == Start.NEW_WEIGHTS) {
                bench.snapshots().restore(FIRST, ALL);
                bench.paired(draw, draw, Workbench::reinitialize);
                bench.snapshots().take(start);
            }
            methods.forEach((name, stages) -> {
                bench.snapshots().restore(start, ALL);
                bench.paired(draw + ":" + name, draw, own -> run(own, stages));
            });
        }
    }

    private void run(Workbench bench, List<Stage> stages) {
        bench.run("", stages);
        bench.note("steps", (double) bench.steps());
        bench.note("flops", (double) bench.record().ledger().total().sparseFlops());
        bench.evaluate(metrics, Split.VALIDATION);
        bench.evaluate(metrics, Split.TEST);
    }

    @Override
    public void foresee(Agenda agenda, String path) {
        for (int repeat = 1; repeat <= repeats; repeat++) {
            String prefix = path + "[" + repeat + "]:";
            methods.forEach((name, stages) -> agenda.stages(prefix + name, stages));
        }
    }

    @Override
    public List<Stage> inner() {
        return methods.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.INPUTS, Need.LABELS, Need.VALIDATION);
    }

    @Override
    public boolean reentrant() {
        return true;
    }
}
