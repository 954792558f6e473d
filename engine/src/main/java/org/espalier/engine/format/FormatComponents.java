package org.espalier.engine.format;

import java.util.List;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.plugin.Provider;

/** The model formats of the core. */
public final class FormatComponents {
    private FormatComponents() {}

    /** Returns them all. */
    public static List<Provider<?>> providers() {
        return List.of(Provider.of(
                ModelFormat.class,
                "safetensors",
                "weights, masks and graph in one safetensors file",
                Safetensors.class));
    }
}
