package org.espalier.engine.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Evidence;
import org.espalier.api.train.TrainingHook;

/**
 * Several hooks under one name: what a method needs beside its masks, such as a parameterization. They take part in the order
 * in which they are written; their names are there for presets, of which users override one part by its name.
 *
 * @param parts the hooks, by names of the writer's choice
 */
public record Together(
        @Knob("the hooks, by names of your choice, in order")
        Map<String, TrainingHook> parts) implements TrainingHook {
    public Together {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    @Override
    public List<TrainingHook> hooks() {
        return parts.values().stream().flatMap(hook -> hook.hooks().stream()).toList();
    }

    @Override
    public Set<String> takes() {
        return parts.values().stream().flatMap(hook -> hook.takes().stream()).collect(Collectors.toSet());
    }

    @Override
    public Set<Evidence<?>> evidence() {
        var evidence = new LinkedHashSet<Evidence<?>>();
        parts.values().forEach(hook -> evidence.addAll(hook.evidence()));
        return evidence;
    }

    @Override
    public Set<String> needsSnapshots() {
        var needed = new LinkedHashSet<String>();
        parts.values().forEach(hook -> needed.addAll(hook.needsSnapshots()));
        return needed;
    }

    @Override
    public Set<ParamId> decides(NetworkView network) {
        var decided = new LinkedHashSet<ParamId>();
        parts.values().forEach(hook -> decided.addAll(hook.decides(network)));
        return decided;
    }
}
