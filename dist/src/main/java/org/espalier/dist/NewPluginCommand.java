package org.espalier.dist;

import java.nio.file.Path;
import org.espalier.engine.Engine;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.PluginInfo;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.text.Phrases;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the project of a plugin that does not exist yet. */
@Command(
        name = "new",
        description = {
            "Writes a Maven project for a plugin: one component, its contract test, a pipeline that uses it.",
            "It builds as it is, with Maven 3.8.6 or newer and a JDK 17 or newer."
        })
final class NewPluginCommand implements Runnable {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description = "What the plugin and its component are called: lower case letters, digits, hyphens.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Option(
            names = "--seam",
            paramLabel = "SEAM",
            completionCandidates = SeamNames.class,
            description = "What the component is: ${COMPLETION-CANDIDATES}.")
    private @Nullable String seam;

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            description = "The package of its classes; com.example.NAME if left out.")
    private @Nullable String packageName;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The folder to write, which must be new or empty; NAME if left out.")
    private @Nullable Path directory;

    @Mixin
    private EngineOptionsMixin engineOptions = new EngineOptionsMixin();

    NewPluginCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        NewPlugin plugin = plugin();
        requireFree(plugin, engineOptions.engine(surroundings).registry());
        Path folder = directory == null ? Path.of(plugin.name()) : directory;
        NewFolder.write(folder, PluginProject.files(plugin, Engine.version(), surroundings.home()));
        surroundings.out().println("Wrote '" + folder + "'. In it:");
        surroundings.out().println("  mvn package");
        surroundings.out().println("  espalier check pipeline.yaml --plugins target/plugins");
        surroundings.out().println("  espalier run pipeline.yaml --plugins target/plugins");
    }

    private NewPlugin plugin() {
        if (seam == null) {
            throw new ParameterException(
                    spec.commandLine(), "--seam must say what it is, one of " + String.join(", ", SeamNames.all()));
        }
        Class<?> what = SeamNames.require(seam);
        try {
            return new NewPlugin(name, what, packageName == null ? NewPlugin.usualPackage(name) : packageName);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** A plain name that two plugins offer is refused in pipelines, or means the core's. */
    private static void requireFree(NewPlugin plugin, Registry registry) {
        for (PluginInfo other : registry.plugins()) {
            if (other.descriptor().name().equals(plugin.name())) {
                throw new UserException("there is a plugin '" + plugin.name() + "' already; take another name");
            }
        }
        for (Offer offer : registry.offers(plugin.seam())) {
            if (offer.name().equals(plugin.name())) {
                throw new UserException(
                        "there is " + Phrases.withArticle(Registry.seamName(plugin.seam())) + " '" + plugin.name()
                                + "' already, of the plugin '"
                                + offer.plugin().descriptor().name() + "'; take another name");
            }
        }
    }
}
