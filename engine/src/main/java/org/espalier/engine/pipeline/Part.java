package org.espalier.engine.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.espalier.api.mask.Glob;
import org.espalier.api.model.ParamId;
import org.espalier.engine.text.Suggestions;

/** A part of a network by the names of its arrays; notices patterns that nothing it was asked for has matched. */
final class Part implements Predicate<ParamId> {
    private final List<Glob> only;
    private final List<Glob> except;
    private final Set<String> unused = new LinkedHashSet<>();
    private final Set<String> asked = new LinkedHashSet<>();

    Part(List<String> only, List<String> except) {
        this.only = only.stream().map(Glob::of).toList();
        this.except = except.stream().map(Glob::of).toList();
        unused.addAll(only);
        unused.addAll(except);
    }

    @Override
    public boolean test(ParamId id) {
        asked.add(id.toString());
        // Both, since a pattern counts as used wherever it matches.
        boolean in = matches(only, id);
        boolean out = matches(except, id);
        return in && !out;
    }

    private boolean matches(List<Glob> patterns, ParamId id) {
        boolean matches = false;
        for (Glob pattern : patterns) {
            if (pattern.matches(id)) {
                unused.remove(pattern.toString());
                matches = true;
            }
        }
        return matches;
    }

    /**
     * Requires that every pattern matched something, where anything was asked for at all.
     *
     * @throws IllegalArgumentException when one did not
     */
    void requireUse() {
        if (!unused.isEmpty() && !asked.isEmpty()) {
            String pattern = unused.iterator().next();
            String question = Suggestions.didYouMean(pattern, new ArrayList<>(asked));
            throw new IllegalArgumentException("'" + pattern + "' matches nothing that the file or the network holds"
                    + (question.isEmpty() ? "" : ". " + question));
        }
    }
}
