package org.espalier.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.espalier.engine.fuzz.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No jar, however altered, keeps the one beside it from being loaded. */
final class PluginJarFuzzTest {
    @TempDir
    Path work;

    @Test
    void everyJarIsLoadedOrReported() throws IOException {
        Path packed = new Acme().more("""
            public record Nested(@Knob(value = "inner", otherwise = "1") @jakarta.validation.constraints.Positive double inner) {}

            public record Outer(@Knob("many") List<Nested> many, @Knob("one") Criterion one) implements Criterion {
                public Tensors score(Scoring scoring) {
                    return Tensors.none();
                }
            }
            """).offering("""
                Provider.of(Criterion.class, "wanda", "activations times weights", Wanda.class),
                Provider.of(Criterion.class, "outer", "with options of its own", Outer.class)\
                """).jar().writeTo(work.resolve("packed.jar"));
        Path plugins = work.resolve("plugins");
        new Acme().named("sound", "1.0").jar().writeTo(plugins.resolve("sound.jar"));
        var directories = List.of(new PluginDirectory(plugins, "plugins", true));
        Fuzz.of("plugin-jar", List.of(stored(packed), Files.readAllBytes(packed)), List.of())
                .run(plugins.resolve("any.jar"), file -> {
                    Registry registry = PluginLoader.load(directories, new CorePlugin(List.of(), List.of()));
                    assertThat(registry.plugins()).extracting(PluginInfo::name).contains("sound");
                    assertThat(registry.plugins().size() + registry.problems().size())
                            .as("core, sound, and the jar or what is wrong with it")
                            .isGreaterThanOrEqualTo(3);
                });
    }

    /** Returns a jar's content without compression, so that what is altered are classes and not their packing alone. */
    private static byte[] stored(Path jar) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (ZipFile in = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setMethod(ZipOutputStream.STORED);
            for (ZipEntry each : in.stream().toList()) {
                byte[] content = in.getInputStream(each).readAllBytes();
                var crc = new CRC32();
                crc.update(content);
                ZipEntry entry = new ZipEntry(each.getName());
                entry.setTime(0);
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
                out.putNextEntry(entry);
                out.write(content);
            }
        }
        return bytes.toByteArray();
    }
}
