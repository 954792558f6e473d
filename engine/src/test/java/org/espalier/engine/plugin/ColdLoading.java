package org.espalier.engine.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.score.Criterion;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;

/** A program that makes an engine with plugins in a JVM in which nothing else has happened, and then makes a component. */
final class ColdLoading {
    private ColdLoading() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        long begin = System.nanoTime();
        Registry registry = Engine.create(
                        new EngineOptions(List.of(PluginDirectory.optional(Path.of(arguments[0]))), Path.of("")))
                .registry();
        registry.problems().forEach(problem -> out.println(problem.message()));
        registry.offers(Criterion.class).forEach(offer -> out.println(offer.qualifiedName()));
        out.println("listed in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        var provider = ((Offer.Component) registry.find(Criterion.class, "wanda")).provider();
        Record options = provider.config().getDeclaredConstructor().newInstance();
        out.println("made " + provider.factory().apply(options));
    }
}
