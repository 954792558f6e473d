package org.espalier.engine.plugin;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.espalier.api.score.Criterion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users read about each way in which a plugin can be broken. */
final class PluginProblemsTest {
    @TempDir
    Path work;

    private Path plugins;
    private Path jar;

    @BeforeEach
    void makePluginDirectory() throws IOException {
        plugins = Files.createDirectory(work.resolve("plugins"));
        jar = plugins.resolve("acme.jar");
    }

    @Test
    void noServiceFile() throws IOException {
        new PluginJar().source(Acme.PLUGIN, new Acme().source()).writeTo(jar);
        assertProblems("no-service-file");
    }

    @Test
    void serviceFileNamesNothing() throws IOException {
        new Acme().jar().service("# nothing yet").writeTo(jar);
        assertProblems("service-file-empty");
    }

    @Test
    void serviceFileNamesMissingClass() throws IOException {
        new Acme().jar().service("com.acme.AcmePlugins").writeTo(jar);
        assertProblems("service-class-missing");
    }

    @Test
    void serviceFileNamesTwoMissingClassesBesideOneThatIsThere() throws IOException {
        new Acme().jar().service("com.acme.A", Acme.PLUGIN, "com.acme.B").writeTo(jar);
        assertProblems("service-classes-missing");
    }

    @Test
    void serviceFileIsNoListOfNames() throws IOException {
        new Acme().jar().service("plugin = com.acme.AcmePlugin").writeTo(jar);
        assertProblems("service-file-malformed");
    }

    @Test
    void constructorWithParameters() throws IOException {
        new Acme().constructor("public AcmePlugin(int size) {}").jar().writeTo(jar);
        assertProblems("constructor-with-parameters");
    }

    @Test
    void constructorPrivate() throws IOException {
        new Acme().constructor("private AcmePlugin() {}").jar().writeTo(jar);
        assertProblems("constructor-private");
    }

    @Test
    void constructorThrows() throws IOException {
        new Acme()
                .constructor("public AcmePlugin() { throw new IllegalStateException(\"no licence\"); }")
                .jar()
                .writeTo(jar);
        assertProblems("constructor-throws");
    }

    @Test
    void staticInitialiserThrows() throws IOException {
        new Acme()
                .constructor("static final int SIZE = Integer.parseInt(\"many\");")
                .jar()
                .writeTo(jar);
        assertProblems("static-initialiser-throws");
    }

    @Test
    void innerClass() throws IOException {
        new Acme()
                .more("public class Inner extends AcmePlugin {}")
                .jar()
                .service("com.acme.AcmePlugin$Inner")
                .writeTo(jar);
        assertProblems("class-inner");
    }

    @Test
    void abstractClass() throws IOException {
        String source = new Acme().source().replace("public class AcmePlugin", "public abstract class AcmePlugin");
        new PluginJar().source(Acme.PLUGIN, source).service(Acme.PLUGIN).writeTo(jar);
        assertProblems("class-abstract");
    }

    @Test
    void hiddenClass() throws IOException {
        String source = new Acme().source().replace("public class AcmePlugin", "class AcmePlugin");
        new PluginJar().source(Acme.PLUGIN, source).service(Acme.PLUGIN).writeTo(jar);
        assertProblems("class-not-public");
    }

    @Test
    void interfaceInsteadOfClass() throws IOException {
        new PluginJar()
                .source(
                        Acme.PLUGIN,
                        "package com.acme; public interface AcmePlugin extends org.espalier.api.plugin.Plugin {}")
                .service(Acme.PLUGIN)
                .writeTo(jar);
        assertProblems("class-interface");
    }

    @Test
    void classIsNoPlugin() throws IOException {
        new PluginJar()
                .source(Acme.PLUGIN, "package com.acme; public class AcmePlugin {}")
                .service(Acme.PLUGIN)
                .writeTo(jar);
        assertProblems("class-no-plugin");
    }

    @Test
    void constructorNeedsMissingClass() throws IOException {
        new Acme()
                .constructor("public AcmePlugin() { com.acme.math.Ranks.check(); }")
                .jar()
                .against(ranks())
                .writeTo(jar);
        assertProblems("dependency-missing-in-constructor");
    }

    @Test
    void providersNeedMissingClass() throws IOException {
        new Acme()
                .providers("com.acme.math.Ranks.check(); return List.of();")
                .jar()
                .against(ranks())
                .writeTo(jar);
        assertProblems("dependency-missing-in-providers");
    }

    @Test
    void providersNeedMissingClassInDirectory() throws IOException {
        new Acme()
                .providers("com.acme.math.Ranks.check(); return List.of();")
                .jar()
                .against(ranks())
                .writeTo(plugins.resolve("acme/acme-1.2.0.jar"));
        assertProblems("dependency-missing-in-directory");
    }

    @Test
    void superclassMissing() throws IOException {
        String source = new Acme()
                .source()
                .replace("class AcmePlugin implements", "class AcmePlugin extends com.acme.math.Ranks implements");
        new PluginJar()
                .source(Acme.PLUGIN, source)
                .service(Acme.PLUGIN)
                .against(ranks())
                .writeTo(jar);
        assertProblems("superclass-missing");
    }

    @Test
    void optionOfMissingType() throws IOException {
        new Acme()
                .offering("Provider.of(Criterion.class, \"ranked\", \"ranks\", Ranked.class)")
                .more("""
                        public record Ranked(@Knob("ranks") com.acme.math.Ranks ranks) implements Criterion {
                            public Tensors score(Scoring scoring) { return Tensors.none(); }
                        }
                        """)
                .jar()
                .against(ranks())
                .writeTo(jar);
        assertProblems("dependency-missing-in-option");
    }

    @Test
    void usesEngineClass() throws IOException {
        Path engine = new PluginJar()
                .source(
                        "org.espalier.engine.Engine",
                        "package org.espalier.engine; public class Engine { public static void start() {} }")
                .writeTo(work.resolve("engine.jar"));
        new Acme()
                .providers("org.espalier.engine.Engine.start(); return List.of();")
                .jar()
                .against(engine)
                .writeTo(jar);
        assertProblems("uses-engine-class");
    }

    @Test
    void usesClassThatThisApiLacks() throws IOException {
        Path api = new PluginJar()
                .source(
                        "org.espalier.api.score.Later",
                        "package org.espalier.api.score; public class Later { public static void now() {} }")
                .writeTo(work.resolve("api.jar"));
        new Acme()
                .providers("Later.now(); return List.of();")
                .jar()
                .against(api)
                .writeTo(jar);
        assertProblems("uses-missing-api-class");
    }

    @Test
    void callsMethodThatIsNotThere() throws IOException {
        Path rich = ranks("package com.acme.math; public class Ranks { public static void more() {} }", "rich.jar");
        Path poor = ranks("package com.acme.math; public class Ranks {}", "poor.jar");
        new Acme()
                .providers("com.acme.math.Ranks.more(); return List.of();")
                .jar()
                .against(rich)
                .writeTo(plugins.resolve("acme/acme.jar"));
        Files.copy(poor, plugins.resolve("acme/math.jar"));
        assertProblems("calls-missing-method");
    }

    @Test
    void builtForNewerMajor() throws IOException {
        new Acme().builtFor("2.0").jar().writeTo(jar);
        assertProblems("spi-major");
    }

    @Test
    void builtForNewerMinor() throws IOException {
        new Acme().builtFor("1.3").jar().writeTo(jar);
        assertProblems("spi-minor");
    }

    @Test
    void builtForNoVersion() throws IOException {
        new Acme().builtFor("latest").jar().writeTo(jar);
        assertProblems("spi-no-version");
    }

    @Test
    void shipsSharedPackages() throws IOException {
        new Acme()
                .jar()
                .source("org.nd4j.linalg.Extra", "package org.nd4j.linalg; public class Extra {}")
                .source("org.nd4j.linalg.Other", "package org.nd4j.linalg; public class Other {}")
                .file("META-INF/versions/17/org/slf4j/Logger.class", "")
                .writeTo(jar);
        assertProblems("ships-shared-package");
    }

    @Test
    void libraryInDirectoryIsSharedPackage() throws IOException {
        new Acme().jar().writeTo(plugins.resolve("acme/acme.jar"));
        new PluginJar().file("org/slf4j/Logger.class", "").writeTo(plugins.resolve("acme/lib.jar"));
        assertProblems("ships-shared-package-in-directory");
    }

    @Test
    void notZip() throws IOException {
        Files.writeString(jar, "not a zip at all");
        assertProblems("not-a-zip");
    }

    @Test
    void webPage() throws IOException {
        Files.writeString(jar, "<!DOCTYPE html><html>Not found</html>");
        assertProblems("web-page");
    }

    @Test
    void emptyFile() throws IOException {
        Files.createFile(jar);
        assertProblems("empty-file");
    }

    @Test
    void truncatedZip() throws IOException {
        new Acme().jar().writeTo(jar);
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(whole, whole.length * 2 / 3));
        assertProblems("truncated-zip");
    }

    @Test
    void emptyJar() throws IOException {
        new PluginJar().writeTo(jar);
        assertProblems("empty-jar");
    }

    @Test
    void directoryWithoutJars() throws IOException {
        new Acme().jar().writeTo(plugins.resolve("acme/lib/acme.jar"));
        assertProblems("directory-without-jars");
    }

    @Test
    void neitherJarNorDirectory() throws IOException {
        new Acme().jar().writeTo(plugins.resolve("acme.zip"));
        assertProblems("neither-jar-nor-directory");
    }

    @Test
    void linkToNothing() throws IOException {
        Files.createSymbolicLink(jar, work.resolve("gone.jar"));
        assertProblems("broken-link");
    }

    @Test
    void damagedClass() throws IOException {
        new Acme().jar().file("com/acme/AcmePlugin.class", "class?").writeTo(jar);
        assertProblems("damaged-class");
    }

    @Test
    void compiledForNewerJava() throws IOException {
        byte[] plugin = new Acme().jar().compile().get("com/acme/AcmePlugin.class");
        // Bytes 6 and 7 of a class file are its major version; Java 99 is 143.
        plugin[7] = (byte) 143;
        new Acme().jar().file("com/acme/AcmePlugin.class", plugin).writeTo(jar);
        assertProblems("newer-java");
    }

    @Test
    void descriptorThrows() throws IOException {
        new Acme()
                .descriptor("throw new UnsupportedOperationException();")
                .jar()
                .writeTo(jar);
        assertProblems("descriptor-throws");
    }

    @Test
    void descriptorIsNull() throws IOException {
        new Acme().descriptor("return null;").jar().writeTo(jar);
        assertProblems("descriptor-null");
    }

    @Test
    void illegalName() throws IOException {
        new Acme().named("Acme Tools", "1.2.0").jar().writeTo(jar);
        assertProblems("name-illegal");
    }

    @Test
    void namedCore() throws IOException {
        new Acme().named("core", "1.2.0").jar().writeTo(jar);
        assertProblems("name-core");
    }

    @Test
    void twoBundlesOfOneName() throws IOException {
        new Acme().named("acme", "1.1.0").jar().writeTo(plugins.resolve("acme-1.1.0.jar"));
        new Acme().jar().writeTo(plugins.resolve("acme-1.2.0/acme.jar"));
        assertProblems("name-twice");
    }

    @Test
    void threeBundlesOfOneName() throws IOException {
        for (String version : List.of("1.0", "1.1", "1.2")) {
            new Acme().named("acme", version).jar().writeTo(plugins.resolve("acme-" + version + ".jar"));
        }
        assertProblems("name-three-times");
    }

    @Test
    void providersThrow() throws IOException {
        new Acme()
                .providers("throw new IllegalStateException(\"no table of ranks\");")
                .jar()
                .writeTo(jar);
        assertProblems("providers-throw");
    }

    @Test
    void providersAreNull() throws IOException {
        new Acme().providers("return null;").jar().writeTo(jar);
        assertProblems("providers-null");
    }

    @Test
    void everyFaultyOfferIsNamedAndNoneIsRegistered() throws IOException {
        new Acme().offering("""
                        Provider.of(Criterion.class, "wanda", "fine", Wanda.class),
                        Provider.of(Criterion.class, "wanda", "again", Wanda.class),
                        Provider.of(Criterion.class, "Wanda!", "illegal", Wanda.class),
                        Provider.of(Runnable.class, "run", "no seam", Runner.class),
                        Provider.of(Criterion.class, "bare", "no knobs", Bare.class)
                        """).more("""
                        public record Runner() implements Runnable { public void run() {} }

                        public record Bare(int first, @Knob("fine") int second, String third) implements Criterion {
                            public Tensors score(Scoring scoring) { return Tensors.none(); }
                        }

                        public List<Preset> presets() {
                            return List.of(new Preset(Criterion.class, "wanda", "a third", "{ wanda: { exponent: 2 } }"));
                        }
                        """).jar().writeTo(jar);
        Registry registry = assertProblems("offers-faulty");
        assertThat(registry.offers(Criterion.class)).isEmpty();
        assertThat(registry.plugins()).extracting(PluginInfo::name).containsExactly("core");
    }

    @Test
    void allBrokenBundlesAreReportedAtOnceAndStopNoOther() throws IOException {
        Files.writeString(plugins.resolve("zoo.jar"), "not a zip at all");
        Files.createDirectory(plugins.resolve("beta"));
        new Acme().builtFor("2.0").jar().writeTo(plugins.resolve("acme-2.jar"));
        new Acme().jar().writeTo(jar);
        Registry registry = assertProblems("several");
        assertThat(registry.plugins()).extracting(PluginInfo::name).containsExactly("core", "acme");
        assertThat(registry.problems()).extracting(PluginProblem::plugin).containsExactly("acme", "", "");
    }

    private Registry assertProblems(String golden) throws IOException {
        Registry registry = PluginLoader.load(
                List.of(new PluginDirectory(plugins, "plugins", false)), new CorePlugin(List.of(), List.of()));
        Golden.assertMessage(
                golden, registry.problems().stream().map(PluginProblem::message).collect(joining("\n")));
        return registry;
    }

    private Path ranks() {
        return ranks("package com.acme.math; public class Ranks { public static void check() {} }", "math.jar");
    }

    private Path ranks(String source, String name) {
        return new PluginJar().source("com.acme.math.Ranks", source).writeTo(work.resolve(name));
    }
}
