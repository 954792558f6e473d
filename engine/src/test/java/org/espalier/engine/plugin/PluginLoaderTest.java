package org.espalier.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.espalier.api.plugin.Spi;
import org.espalier.api.score.Criterion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where plugins are looked for, and what is known about each. */
final class PluginLoaderTest {
    @TempDir
    Path work;

    private Path plugins;

    @BeforeEach
    void makePluginDirectory() throws IOException {
        plugins = Files.createDirectory(work.resolve("plugins"));
    }

    @Test
    void loadsSingleJar() throws Exception {
        Path jar = new Acme().jar().writeTo(plugins.resolve("acme.jar"));
        Registry registry = load(directory(plugins));
        assertThat(registry.problems()).isEmpty();
        PluginInfo acme = registry.plugins().get(1);
        assertThat(acme.descriptor().version()).isEqualTo("1.2.0");
        assertThat(acme.descriptor().spi()).isEqualTo(Spi.VERSION);
        assertThat(acme.origin()).isEqualTo("plugins/acme.jar");
        assertThat(acme.sha256()).isEqualTo(sha256(jar));
        assertThat(registry.find(Criterion.class, "wanda").summary()).isEqualTo("activations times weights");
    }

    @Test
    void loadsDirectoryOfJars() throws Exception {
        Path math = new PluginJar()
                .source(
                        "com.acme.math.Ranks",
                        "package com.acme.math; public class Ranks { public static void check() {} }")
                .writeTo(plugins.resolve("acme/math.jar"));
        Path jar = new Acme()
                .constructor("public AcmePlugin() { com.acme.math.Ranks.check(); }")
                .jar()
                .against(math)
                .writeTo(plugins.resolve("acme/acme.jar"));
        Files.writeString(plugins.resolve("acme/LICENSE"), "yours");
        Files.createDirectory(plugins.resolve("acme/doc"));
        Registry registry = load(directory(plugins));
        assertThat(registry.problems()).isEmpty();
        assertThat(registry.plugins().get(1).origin()).isEqualTo("plugins/acme/acme.jar");
        assertThat(registry.plugins().get(1).sha256()).isEqualTo(sha256(jar, math));
    }

    @Test
    void loadsEveryPluginOfABundle() {
        new Acme()
                .more("""
                        public static class Second implements Plugin {
                            public Descriptor descriptor() { return new Descriptor("second", "2", Spi.VERSION); }

                            public List<Provider<?>> providers() { return List.of(); }
                        }
                        """)
                .jar()
                .service(Acme.PLUGIN + " # the first", "", "com.acme.AcmePlugin$Second")
                .writeTo(plugins.resolve("acme.jar"));
        Registry registry = load(directory(plugins));
        assertThat(registry.problems()).isEmpty();
        assertThat(registry.plugins()).extracting(PluginInfo::name).containsExactly("core", "acme", "second");
    }

    @Test
    void passesHiddenEntriesAndNotesBy() throws Exception {
        Files.writeString(plugins.resolve(".keep"), "");
        Files.writeString(plugins.resolve("README.md"), "drop jars here");
        Files.writeString(plugins.resolve("NOTES.txt"), "");
        Files.createDirectory(plugins.resolve(".cache"));
        assertThat(load(directory(plugins)).problems()).isEmpty();
    }

    @Test
    void followsLinks() throws Exception {
        Path elsewhere = new Acme().jar().writeTo(work.resolve("elsewhere/acme.jar"));
        Files.createSymbolicLink(plugins.resolve("link.jar"), elsewhere);
        Path directory = Files.createDirectory(work.resolve("elsewhere/zoo"));
        new Acme().named("zoo", "1").jar().writeTo(directory.resolve("zoo.jar"));
        Files.createSymbolicLink(plugins.resolve("zoo"), directory);
        Registry registry = load(directory(plugins));
        assertThat(registry.plugins())
                .extracting(PluginInfo::origin)
                .containsExactly("core", "plugins/link.jar", "plugins/zoo/zoo.jar");
    }

    @Test
    void looksIntoSeveralDirectoriesButIntoEachOnce() throws Exception {
        new Acme().jar().writeTo(plugins.resolve("acme.jar"));
        Path more = Files.createDirectory(work.resolve("more"));
        new Acme().named("zoo", "1").jar().writeTo(more.resolve("zoo.jar"));
        Path again = Files.createSymbolicLink(work.resolve("again"), plugins);
        Registry registry = load(directory(plugins), directory(more), directory(again));
        assertThat(registry.problems()).isEmpty();
        assertThat(registry.plugins())
                .extracting(PluginInfo::origin)
                .containsExactly("core", "plugins/acme.jar", "more/zoo.jar");
    }

    @Test
    void missingDirectoryIsAnErrorOnlyWhereTheUserNamedIt() throws Exception {
        Path gone = work.resolve("gone");
        assertThat(load(PluginDirectory.optional(gone)).plugins()).hasSize(1);
        assertThat(PluginLoader.load(List.of(gone), List.of(), List.of()).plugins())
                .hasSize(1);
        Path file = Files.writeString(work.resolve("acme.jar"), "");
        assertThatThrownBy(() -> load(
                        new PluginDirectory(gone, "gone", true),
                        directory(plugins),
                        new PluginDirectory(file, "extra/acme.jar", true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no plugin directory 'gone'. Create it, or name one that exists.\n"
                        + "'extra/acme.jar' is a file, not a plugin directory. Name the directory that it lies in.");
    }

    @Test
    void directoriesAreCalledAsUsersKnowThem() {
        Path here = Path.of("").toAbsolutePath();
        assertThat(PluginDirectory.optional(here.resolve("dist/plugins")).label())
                .isEqualTo("dist/plugins");
        assertThat(PluginDirectory.optional(work.resolve("plugins")).label()).isEqualTo(work + "/plugins");
        assertThat(PluginDirectory.named(Path.of("../extra")).label()).isEqualTo("../extra");
        assertThat(PluginDirectory.named(Path.of("../extra")).required()).isTrue();
    }

    private static PluginDirectory directory(Path path) {
        return new PluginDirectory(path, path.getFileName().toString(), false);
    }

    private static Registry load(PluginDirectory... directories) {
        return PluginLoader.load(List.of(directories), new CorePlugin(List.of(), List.of()));
    }

    private static String sha256(Path... jars) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path jar : jars) {
            all.write(Files.readAllBytes(jar));
        }
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all.toByteArray()));
    }
}
