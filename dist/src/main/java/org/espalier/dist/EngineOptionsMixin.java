package org.espalier.dist;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.plugin.PluginDirectory;
import org.espalier.engine.plugin.PluginProblem;
import org.espalier.engine.text.Shown;
import picocli.CommandLine.Option;

/** The options of every command that asks the engine. */
final class EngineOptionsMixin {
    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Also look for plugins in this folder. May be given several times.")
    private List<Path> plugins = new ArrayList<>();

    /** Starts an engine, and says on the error stream which plugins could not be loaded. */
    Engine engine(Surroundings surroundings) {
        Engine engine = quietEngine(surroundings);
        List<String> broken = engine.registry().problems().stream()
                .map(PluginProblem::origin)
                .distinct()
                .toList();
        if (!broken.isEmpty()) {
            surroundings
                    .err()
                    .println(Shown.plain("espalier: could not be loaded: " + String.join(", ", broken)
                            + ". 'espalier plugins list' says why; all else works"));
        }
        return engine;
    }

    /** Starts an engine with the distribution's plugins, those of the environment and those of the command line. */
    Engine quietEngine(Surroundings surroundings) {
        for (Path folder : plugins) {
            if (!Files.isDirectory(folder)) {
                throw new UserException("no folder '" + folder + "', which --plugins names");
            }
        }
        var folders = new ArrayList<PluginDirectory>();
        folders.add(new PluginDirectory(surroundings.home().resolve("plugins"), "plugins", false));
        surroundings.plugins().forEach(folder -> folders.add(PluginDirectory.optional(folder)));
        plugins.forEach(folder -> folders.add(PluginDirectory.named(folder)));
        return Engine.create(new EngineOptions(folders, surroundings.home()));
    }
}
