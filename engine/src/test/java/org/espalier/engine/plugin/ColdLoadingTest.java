package org.espalier.engine.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listing plugins must be quick; and a plugin may be the first to touch ND4J, while its own class loader is at work. */
final class ColdLoadingTest {
    @TempDir
    Path work;

    @Test
    void loadingStartsNoArithmeticAndAPluginMayStartIt() throws Exception {
        new Acme()
                .offering("Provider.of(Criterion.class, \"wanda\", \"\", Sum.class, sum -> new Sum().added())")
                .more("""
                        public record Sum() implements Criterion {
                            static float total;

                            Sum added() {
                                total = org.nd4j.linalg.factory.Nd4j.create(new float[] {1, 2}).sumNumber().floatValue();
                                return this;
                            }

                            public Tensors score(Scoring scoring) { return Tensors.none(); }

                            public String toString() { return "sum " + total; }
                        }
                        """)
                .jar()
                .writeTo(work.resolve("plugins/acme.jar"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:stdout:uptime",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ColdLoading.class.getName(),
                        work.resolve("plugins").toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines = process.inputReader(UTF_8).lines().toList();
        assertThat(process.waitFor()).as(() -> String.join("\n", lines)).isZero();
        int listed = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("listed in "))
                .findFirst()
                .orElseThrow());
        assertThat(lines.subList(0, listed))
                .contains("acme/wanda")
                .noneMatch(line -> line.contains(" org.nd4j."))
                .noneMatch(line -> line.contains(" org.bytedeco."))
                .noneMatch(line -> line.contains(" ch.qos.logback."));
        assertThat(lines).contains("made sum 3.0");
    }
}
