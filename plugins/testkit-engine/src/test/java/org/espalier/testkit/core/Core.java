package org.espalier.testkit.core;

import java.nio.file.Path;
import java.util.List;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.plugin.Registry;
import org.espalier.testkit.engine.Configured;

/** The engine's own components, made from what a user writes. */
final class Core {
    private static final Registry REGISTRY =
            Engine.create(new EngineOptions(List.of(), Path.of("."))).registry();

    private Core() {}

    static <T> T component(Class<T> seam, String yaml) {
        return Configured.component(REGISTRY, seam, yaml);
    }
}
