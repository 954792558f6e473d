package org.espalier.engine.plugin;

/** Sources of a small third-party plugin, whole or broken in one place. */
final class Acme {
    static final String PLUGIN = "com.acme.AcmePlugin";

    private static final String SOURCE = """
            package com.acme;

            import java.util.*;
            import org.espalier.api.model.Tensors;
            import org.espalier.api.plugin.*;
            import org.espalier.api.score.*;

            public class AcmePlugin implements Plugin {
                %s

                public Descriptor descriptor() {
                    %s
                }

                public List<Provider<?>> providers() {
                    %s
                }

                public record Wanda(@Knob(value = "exponent", otherwise = "1") int exponent) implements Criterion {
                    public Tensors score(Scoring scoring) {
                        return Tensors.none();
                    }
                }

                %s
            }
            """;

    private String constructor = "";
    private String descriptor = "return new Descriptor(\"acme\", \"1.2.0\", Spi.VERSION);";
    private String providers =
            "return List.of(Provider.of(Criterion.class, \"wanda\", \"activations times weights\", Wanda.class));";
    private String more = "";

    Acme constructor(String code) {
        constructor = code;
        return this;
    }

    Acme descriptor(String code) {
        descriptor = code;
        return this;
    }

    Acme named(String name, String version) {
        return descriptor("return new Descriptor(\"" + name + "\", \"" + version + "\", Spi.VERSION);");
    }

    Acme builtFor(String spi) {
        return descriptor("return new Descriptor(\"acme\", \"1.2.0\", \"" + spi + "\");");
    }

    Acme providers(String code) {
        providers = code;
        return this;
    }

    Acme offering(String provider) {
        return providers("return List.of(" + provider + ");");
    }

    Acme more(String code) {
        more = code;
        return this;
    }

    String source() {
        return SOURCE.formatted(constructor, descriptor, providers, more);
    }

    PluginJar jar() {
        return new PluginJar().source(PLUGIN, source()).service(PLUGIN);
    }
}
