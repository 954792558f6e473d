package org.espalier.dist;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the examples of the documents are called, one for each seam. */
final class Examples {
    private static final Map<String, String> NAMES = Map.ofEntries(
            entry("data-source", "rings"),
            entry("stage", "shrink"),
            entry("optimizer", "signed-mean"),
            entry("training-hook", "clip-values"),
            entry("schedule", "power"),
            entry("criterion", "nearest"),
            entry("granularity", "run"),
            entry("distribution", "same-share"),
            entry("redistribution", "even"),
            entry("mask-policy", "below"),
            entry("parameterization", "bounded"),
            entry("regularizer", "log-square"),
            entry("decomposition", "strong-inputs"),
            entry("budget", "kilobyte"),
            entry("budget-solver", "least-worst"),
            entry("metric", "confidence"),
            entry("model-format", "tagged"),
            entry("reporter", "markdown"));

    private Examples() {}

    static List<NewPlugin> all() {
        return SeamNames.all().stream()
                .map(seam -> new NewPlugin(NAMES.getOrDefault(seam, seam + "-x"), SeamNames.require(seam), "com.acme"))
                .toList();
    }

    static Map<String, String> files(NewPlugin plugin) {
        return PluginProject.files(plugin, "0.1.0", Path.of("/opt/espalier"));
    }
}
