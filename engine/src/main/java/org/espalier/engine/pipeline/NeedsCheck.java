package org.espalier.engine.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Redistribution;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Need;
import org.espalier.api.stage.Stage;
import org.espalier.api.train.TrainingHook;
import org.espalier.engine.config.Problem;
import org.espalier.engine.config.Resolved;
import org.espalier.engine.data.PreparedData;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.text.Phrases;
import org.jspecify.annotations.Nullable;

/** Finds what components cannot do without and the pipeline does not have, before anything is trained. */
public final class NeedsCheck {
    private NeedsCheck() {}

    /**
     * Returns a problem for each component whose needs are not met; of nested ones the innermost.
     *
     * @param data the examples, when they could be opened; null else
     */
    public static List<Problem> problems(Resolved<PipelineFile> file, @Nullable PreparedData data) {
        Set<Need> missing = missing(file.value(), data);
        Set<Evidence<?>> reported = new LinkedHashSet<>();
        var problems = new ArrayList<Problem>();
        var innermostFirst = new ArrayList<>(file.components());
        Collections.reverse(innermostFirst);
        for (Object component : innermostFirst) {
            var unmet = EnumSet.noneOf(Need.class);
            for (Evidence<?> evidence : evidence(component)) {
                // Outer components repeat the evidence of inner ones; those come first and have reported it.
                if (!reported.contains(evidence)) {
                    unmet.addAll(unmet(evidence.needs(), missing));
                }
            }
            reported.addAll(evidence(component));
            if (component instanceof Stage stage) {
                unmet.addAll(unmet(stage.needs(), missing));
            }
            if (!unmet.isEmpty()) {
                problems.add(new Problem(file.location(component), message(file, data, component, unmet)));
            }
        }
        return problems;
    }

    private static Set<Need> missing(PipelineFile file, @Nullable PreparedData data) {
        if (file.data() instanceof NoData) {
            return EnumSet.of(Need.INPUTS, Need.LABELS, Need.VALIDATION);
        }
        boolean none = data == null
                ? file.prepare().validation() == 0
                : data.validation().size() == 0;
        return none ? EnumSet.of(Need.VALIDATION) : EnumSet.noneOf(Need.class);
    }

    private static Set<Need> unmet(Set<Need> needs, Set<Need> missing) {
        var unmet = EnumSet.noneOf(Need.class);
        unmet.addAll(needs);
        unmet.retainAll(missing);
        return unmet;
    }

    private static String message(
            Resolved<PipelineFile> file, @Nullable PreparedData data, Object component, Set<Need> unmet) {
        String who = Registry.seamName(seam(component)) + " '" + file.name(component) + "'";
        if (file.value().data() instanceof NoData) {
            return who + " needs " + (unmet.contains(Need.LABELS) ? "labelled data" : "data")
                    + ", but this pipeline has no 'data'.";
        }
        double asked = file.value().prepare().validation();
        if (asked == 0 || data == null) {
            return who + " needs validation examples, but 'validation' under 'prepare' is 0.";
        }
        return who + " needs validation examples, but a share of " + asked + " of "
                + Phrases.counted(data.train().size(), "training example")
                + " is none. Give 'validation' under 'prepare' a larger share, or a count.";
    }

    private static Class<?> seam(Object component) {
        return List.of(
                        Stage.class,
                        TrainingHook.class,
                        MaskPolicy.class,
                        Criterion.class,
                        Distribution.class,
                        Redistribution.class,
                        Decomposition.class,
                        BudgetSolver.class)
                .stream()
                .filter(seam -> seam.isInstance(component))
                .findFirst()
                .orElseThrow();
    }

    private static Set<Evidence<?>> evidence(Object component) {
        if (component instanceof Criterion criterion) {
            return criterion.evidence();
        }
        if (component instanceof MaskPolicy policy) {
            return policy.evidence();
        }
        if (component instanceof Distribution distribution) {
            return distribution.evidence();
        }
        if (component instanceof Redistribution redistribution) {
            return redistribution.evidence();
        }
        if (component instanceof Decomposition decomposition) {
            return decomposition.evidence();
        }
        if (component instanceof BudgetSolver solver) {
            return solver.evidence();
        }
        if (component instanceof TrainingHook hook) {
            return hook.evidence();
        }
        return component instanceof Stage stage ? stage.evidence() : Set.of();
    }
}
