package org.espalier.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Criterion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** What plugins see of the engine and of each other. They answer by a component's text. */
final class PluginIsolationTest {
    @TempDir
    Path work;

    private Path plugins;

    @BeforeEach
    void makePluginDirectory() throws IOException {
        plugins = Files.createDirectory(work.resolve("plugins"));
    }

    @Test
    void bundlesHoldDifferentVersionsOfOneLibrary() throws Exception {
        for (String version : List.of("3.5", "3.6.1")) {
            String name = version.equals("3.5") ? "old" : "young";
            Path library = new PluginJar()
                    .source(
                            "org.apache.commons.math3.Library",
                            "package org.apache.commons.math3; public class Library { public static String version() { return \""
                                    + version + "\"; } }")
                    .writeTo(plugins.resolve(name + "/library.jar"));
            reporting("org.apache.commons.math3.Library.version()")
                    .named(name, "1")
                    .jar()
                    .against(library)
                    .writeTo(plugins.resolve(name + "/" + name + ".jar"));
        }
        Registry registry = load();
        assertThat(answer(registry, "old/report")).isEqualTo("3.5");
        assertThat(answer(registry, "young/report")).isEqualTo("3.6.1");
    }

    @Test
    void engineAndItsLibrariesAreInvisible() throws Exception {
        List<String> hidden = List.of(
                "org.espalier.engine.plugin.PluginLoader",
                "com.google.inject.Injector",
                "jakarta.inject.Inject",
                "com.fasterxml.jackson.databind.ObjectMapper",
                "org.apache.commons.math3.util.FastMath",
                "org.junit.jupiter.api.Test");
        for (String name : hidden) {
            assertThat(Class.forName(name)).as("visible to the engine").isNotNull();
        }
        String names = hidden.stream()
                .map(name -> '"' + name + '"')
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
        reporting("visible(" + names + ")").jar().writeTo(plugins.resolve("acme.jar"));
        assertThat(answer(load(), "report")).isEmpty();
    }

    @Test
    void sharedClassesAreTheEngines() throws Exception {
        reporting("visible(\"org.nd4j.linalg.factory.Nd4j\", \"org.slf4j.Logger\", \"java.sql.Driver\")")
                .jar()
                .writeTo(plugins.resolve("acme.jar"));
        Registry registry = load();
        assertThat(answer(registry, "report"))
                .isEqualTo("org.nd4j.linalg.factory.Nd4j org.slf4j.Logger java.sql.Driver ");
        Class<?> config = ((Offer.Component) registry.find(Criterion.class, "report"))
                .provider()
                .config();
        assertThat(Class.forName("org.nd4j.linalg.factory.Nd4j", false, config.getClassLoader()))
                .isSameAs(Nd4j.class);
        assertThat(Class.forName("org.espalier.api.model.Tensors", false, config.getClassLoader()))
                .isSameAs(Tensors.class);
        assertThat(config.getClassLoader().getParent()).isSameAs(ClassLoader.getPlatformClassLoader());
    }

    @Test
    void resourcesFollowTheirPackages() throws Exception {
        reporting("""
                        found("table.txt") + found("logback-test.xml") + found("org/espalier/api/plugin/Spi.class")
                                + found("META-INF/services/org.nd4j.linalg.factory.Nd4jBackend")
                        """).jar().file("table.txt", "1 2 3").writeTo(plugins.resolve("acme.jar"));
        assertThat(answer(load(), "report"))
                .isEqualTo(
                        "table.txt org/espalier/api/plugin/Spi.class META-INF/services/org.nd4j.linalg.factory.Nd4jBackend ");
    }

    @Test
    void contextClassLoaderIsTheBundlesWheneverItsCodeRuns() throws Exception {
        String check = """
                if (Thread.currentThread().getContextClassLoader() != AcmePlugin.class.getClassLoader()) {
                    throw new IllegalStateException("another context class loader");
                }
                """;
        Acme acme = reporting("\"fine\"");
        acme.constructor("static { " + check + " } public AcmePlugin() { " + check + " }")
                .descriptor(check + "return new Descriptor(\"acme\", \"1\", Spi.VERSION);")
                .providers(check
                        + "return List.of(Provider.of(Criterion.class, \"report\", \"answers\", Report.class,"
                        + " report -> { " + check + " return report; }));")
                .jar()
                .writeTo(plugins.resolve("acme.jar"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Registry registry = load();
        assertThat(registry.problems()).isEmpty();
        assertThat(answer(registry, "report")).isEqualTo("fine");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void failuresToMakeAComponentAreInWords() throws Exception {
        Path ranks = new PluginJar()
                .source(
                        "com.acme.math.Ranks",
                        "package com.acme.math; public class Ranks { public static void check() {} }")
                .writeTo(work.resolve("math.jar"));
        reporting("\"\"").providers("""
                        return List.of(
                            Provider.of(Criterion.class, "needy", "", Report.class,
                                report -> { com.acme.math.Ranks.check(); return report; }),
                            Provider.of(Criterion.class, "nothing", "", Report.class, report -> null));
                        """).jar().against(ranks).writeTo(plugins.resolve("acme.jar"));
        Registry registry = load();
        assertThatThrownBy(() -> answer(registry, "needy"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("plugins/acme.jar: acme 1.2.0 needs class com.acme.math.Ranks, which is not in the jar."
                        + " Put this jar and the one that has the class into a directory of their own.");
        assertThatThrownBy(() -> answer(registry, "nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("plugins/acme.jar: acme 1.2.0 did not make criterion 'nothing' but null."
                        + " This is a mistake in the plugin; tell its author.");
    }

    /** A plugin with a criterion {@code report} whose text is the value of an expression in the plugin. */
    private static Acme reporting(String expression) {
        return new Acme()
                .offering("Provider.of(Criterion.class, \"report\", \"answers\", Report.class)")
                .more("""
                        public record Report() implements Criterion {
                            public Tensors score(Scoring scoring) { return Tensors.none(); }

                            public String toString() { return %s; }
                        }

                        static String visible(String... names) {
                            String visible = "";
                            for (String name : names) {
                                try {
                                    Class.forName(name, false, AcmePlugin.class.getClassLoader());
                                    visible += name + " ";
                                } catch (ClassNotFoundException e) {
                                    // invisible
                                }
                            }
                            return visible;
                        }

                        static String found(String path) {
                            return AcmePlugin.class.getClassLoader().getResource(path) == null ? "" : path + " ";
                        }
                        """.formatted(expression));
    }

    private Registry load() {
        return PluginLoader.load(
                List.of(new PluginDirectory(plugins, "plugins", false)), new CorePlugin(List.of(), List.of()));
    }

    private static String answer(Registry registry, String name) throws Exception {
        var provider = ((Offer.Component) registry.find(Criterion.class, name)).provider();
        var constructor = provider.config().getDeclaredConstructor();
        Object component = provider.factory().apply(constructor.newInstance());
        return component.toString();
    }
}
