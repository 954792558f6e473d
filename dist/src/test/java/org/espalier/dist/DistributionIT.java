package org.espalier.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.ParamId;
import org.espalier.engine.format.Safetensors;
import org.espalier.testkit.PluginJar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The assembled distribution, from outside: a third party's jar is dropped in, and the launcher runs in a process of its own. */
@Timeout(300)
final class DistributionIT {
    /** Keeps the first inputs of each neuron: a pattern that nothing else would make. */
    private static final String CRITERION = """
        package com.acme;

        import java.util.List;
        import org.espalier.api.model.Tensors;
        import org.espalier.api.plugin.Descriptor;
        import org.espalier.api.plugin.Plugin;
        import org.espalier.api.plugin.Provider;
        import org.espalier.api.plugin.Spi;
        import org.espalier.api.score.Criterion;
        import org.espalier.api.score.Scoring;
        import org.nd4j.linalg.factory.Nd4j;

        public final class AcmePlugin implements Plugin {
            public Descriptor descriptor() {
                return new Descriptor("acme", "1.0.0", Spi.VERSION);
            }

            public List<Provider<?>> providers() {
                return List.of(Provider.of(Criterion.class, "first-inputs", "keeps the first inputs", First.class));
            }

            public record First() implements Criterion {
                public Tensors score(Scoring scoring) {
                    return Tensors.of(scoring.network().prunable(), param -> {
                        float[] scores = new float[(int) param.size()];
                        for (int i = 0; i < scores.length; i++) {
                            scores[i] = -(i % (int) param.rowSize());
                        }
                        return Nd4j.createFromArray(scores).reshape('c', param.shapeArray());
                    });
                }
            }
        }
        """;

    private static final String PIPELINE = """
        model: { mlp: { layers: [8, 12, 2] } }
        data: { csv: { train: train.csv, test: test.csv, label: class } }
        pipeline:
          - train: 1
          - prune: { policy: { prune: { criterion: CRITERION, distribution: per-output, keep: 0.25 } } }
          - save
          - report
        """;

    /** Characters that mean something in addresses, patterns and shells, and one beyond ASCII where this Java can say it. */
    private static final String HOME = "es palier&100%20 #1 (a+b) x!y" + (canBeInNames("ü") ? " ü" : "");

    @TempDir
    Path folder;

    private Path home = Path.of("");

    private final List<Process> processes = new ArrayList<>();

    /** What a process left. */
    private record Outcome(int exit, String out, String err) {}

    @BeforeEach
    void linkDistribution() throws IOException {
        Path assembled = Path.of(System.getProperty("espalier.home"));
        home = folder.resolve(HOME);
        try (Stream<Path> inside = Files.walk(assembled)) {
            for (Path from : inside.toList()) {
                Path to = home.resolve(assembled.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else {
                    Files.createLink(to, from);
                }
            }
        }
        Files.writeString(folder.resolve("train.csv"), examples(120, 1));
        Files.writeString(folder.resolve("test.csv"), examples(40, 2));
    }

    private static boolean canBeInNames(String letters) {
        return Charset.forName(System.getProperty("sun.jnu.encoding"))
                .newEncoder()
                .canEncode(letters);
    }

    private static String examples(int count, long seed) {
        var random = new Random(seed);
        var text = new StringBuilder("a,b,c,d,e,f,g,h,class\n");
        for (int i = 0; i < count; i++) {
            double first = random.nextGaussian();
            text.append(first);
            for (int j = 1; j < 8; j++) {
                text.append(',').append(random.nextGaussian());
            }
            text.append(',').append(first > 0 ? 1 : 0).append('\n');
        }
        return text.toString();
    }

    private Outcome espalier(String... arguments) throws IOException {
        Process process = start(arguments);
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        return outcome(process);
    }

    private Outcome outcome(Process process) throws IOException {
        return new Outcome(
                process.exitValue(),
                Files.readString(folder.resolve("out.txt")),
                Files.readString(folder.resolve("err.txt")));
    }

    private Process start(String... arguments) throws IOException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        var command = new ArrayList<>(List.of(home.resolve("bin/espalier").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("ESPALIER_PLUGINS");
        // The poorest locale, in which Java by itself opens no file whose name is beyond ASCII.
        builder.environment().put("LC_ALL", "C");
        // A country with digits of its own; and what lets small programs start sooner.
        builder.environment()
                .put("ESPALIER_OPTS", "-Duser.language=ar -Duser.country=EG -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    private void pipeline(String criterion) throws IOException {
        Files.writeString(folder.resolve("tiny.yaml"), PIPELINE.replace("CRITERION", criterion));
    }

    private Path run() throws IOException {
        return run("runs");
    }

    private Path run(String folderOfRuns) throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve(folderOfRuns))) {
            return runs.findFirst().orElseThrow();
        }
    }

    /** Jars of the distribution that a third party compiles against: the API and what it shows, and nothing of the engine. */
    private List<Path> published() throws IOException {
        try (Stream<Path> libraries = Files.list(home.resolve("lib"))) {
            return libraries
                    .filter(jar -> !jar.getFileName().toString().startsWith("espalier-")
                            || jar.getFileName().toString().startsWith("espalier-api-"))
                    .toList();
        }
    }

    private PluginJar acme() throws IOException {
        return new PluginJar()
                .against(published())
                .source("com.acme.AcmePlugin", CRITERION)
                .service("com.acme.AcmePlugin");
    }

    private Path plugins() {
        return home.resolve("plugins");
    }

    @Test
    void aDroppedJarIsUsedByName() throws IOException {
        acme().writeTo(plugins().resolve("acme.jar"));
        pipeline("acme/first-inputs");
        Outcome outcome = espalier("run", "tiny.yaml", "--paranoid");
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        Path run = run();
        Mask kept =
                new Safetensors().read(run.resolve("model.safetensors")).masks().get(ParamId.of("fc1", "weight"));
        assertThat(kept).isEqualTo(Mask.of(List.of(12L, 8L), i -> i % 8 < 2));
        assertThat(run.resolve("report.html")).content(UTF_8).contains("acme/first-inputs");
        assertThat(run.resolve("run.json"))
                .content(UTF_8)
                .containsPattern("plugin.acme.*1\\.0\\.0 from plugins/acme.jar, sha256");
        assertThat(espalier("plugins", "list").out()).contains("first-inputs", "plugins/acme.jar");
    }

    @Test
    void aBrokenJarStopsOnlyRunsThatUseIt() throws IOException {
        breakInEveryWay();
        pipeline("magnitude");
        Outcome unused = espalier("run", "tiny.yaml");
        assertThat(unused.exit()).as(unused.err()).isZero();
        String list = espalier("plugins", "list").out();
        for (String broken : List.of(
                "no-service.jar",
                "wrong-constructor.jar",
                "missing-class.jar",
                "other-spi.jar",
                "shared-package.jar",
                "not-a-zip.jar",
                "no-jars")) {
            assertThat(list).contains("plugins/" + broken);
        }
    }

    @Test
    void aRunThatUsesABrokenJarIsToldWhy() throws IOException {
        breakInEveryWay();
        // A plugin that could not say its name is asked for by its file's.
        var reasons = new LinkedHashMap<String, String>();
        reasons.put("acme", "plugins/other-spi.jar: acme 1.0.0 was built for SPI 2.0; this is SPI 1.0.");
        reasons.put("no-service", "META-INF/services/org.espalier.api.plugin.Plugin");
        reasons.put("wrong-constructor", "constructor");
        reasons.put("missing-class", "com.acme.Gone");
        reasons.put("shared-package", "org.espalier.api");
        reasons.put("not-a-zip", "plugins/not-a-zip.jar");
        reasons.put("no-jars", "plugins/no-jars");
        String prune = "  - prune: { criterion: PLUGIN/first-inputs, keep: 0.5 }\n";
        Files.writeString(
                folder.resolve("broken.yaml"),
                "model: { mlp: { layers: [8, 12, 2] } }\n"
                        + "data: { csv: { train: train.csv, test: test.csv, label: class } }\npipeline:\n"
                        + reasons.keySet().stream()
                                .map(plugin -> prune.replace("PLUGIN", plugin))
                                .collect(Collectors.joining()));
        Outcome outcome = espalier("run", "broken.yaml");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).doesNotContain("\tat ");
        int line = 4;
        for (Map.Entry<String, String> broken : reasons.entrySet()) {
            String place = "broken.yaml:" + line++ + ":";
            assertThat(outcome.err().lines()).anySatisfy(told -> assertThat(told)
                    .contains(place, "Plugin " + broken.getKey() + " could not be loaded: ", broken.getValue()));
        }
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    private void breakInEveryWay() throws IOException {
        new PluginJar()
                .against(published())
                .source("com.acme.AcmePlugin", CRITERION)
                .writeTo(plugins().resolve("no-service.jar"));
        acme().source(
                        "com.acme.AcmePlugin",
                        CRITERION.replace(
                                "public Descriptor descriptor",
                                "public AcmePlugin(int unasked) {}\n    public Descriptor descriptor"))
                .writeTo(plugins().resolve("wrong-constructor.jar"));
        new PluginJar().service("com.acme.Gone").writeTo(plugins().resolve("missing-class.jar"));
        acme().source("com.acme.AcmePlugin", CRITERION.replace("Spi.VERSION", "\"2.0\""))
                .writeTo(plugins().resolve("other-spi.jar"));
        acme().entry("org/espalier/api/model/Mine.class", new byte[] {1})
                .writeTo(plugins().resolve("shared-package.jar"));
        Files.writeString(plugins().resolve("not-a-zip.jar"), "hello");
        Files.createDirectory(plugins().resolve("no-jars"));
    }

    @Test
    void sixMistakesAreReportedAtOnceAndNothingIsTrained() throws IOException {
        Files.writeString(folder.resolve("mistakes.yaml"), """
            seed: many
            model: { mlp: { layers: [8, 12, 2], activation: rellu } }
            data: { csv: { train: train.csv, test: test.csv, label: class } }
            pipeline:
              - train: { epochs: -1 }
              - prune: { policy: { prune: { criterion: magnitud, keep: -0.5 } } }
              - evaluat
            """);
        Outcome outcome = espalier("run", "mistakes.yaml");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err().lines().filter(line -> line.contains("mistakes.yaml:")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("mistakes.yaml:1:").contains("seed"),
                        line -> assertThat(line).contains("mistakes.yaml:2:").contains("rellu"),
                        line -> assertThat(line).contains("mistakes.yaml:5:").contains("epochs"),
                        line -> assertThat(line)
                                .contains("mistakes.yaml:6:")
                                .contains("no criterion 'magnitud'. Did you mean 'magnitude'?"),
                        line -> assertThat(line).contains("mistakes.yaml:6:").contains("keep"),
                        line -> assertThat(line).contains("mistakes.yaml:7:").contains("Did you mean 'evaluate'?"));
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void aFileOfAnyNameIsReadInAnyLocale() throws IOException {
        String name = canBeInNames("ö") ? "@größe.yaml" : "@size.yaml";
        Files.writeString(folder.resolve(name), "seed: 1\nmodel: lenet-5\nseed: 2\n");
        Outcome outcome = espalier("check", name);
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains(name + ":3:1: ").doesNotContainPattern("[\\p{Nd}&&[^0-9]]");
    }

    @Test
    void aFolderInWhichJavaFindsNoClassesIsNamed() throws IOException {
        for (String name : List.of("a:b", "bang!")) {
            Path moved = Files.createDirectories(folder.resolve(name));
            Path before = home;
            home = Files.move(before, moved.resolve("espalier"));
            Outcome outcome = espalier("--version");
            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.err())
                    .contains(name, "Rename it, or move Espalier elsewhere")
                    .hasLineCount(1);
            home = Files.move(home, before);
        }
    }

    /** A run of some seconds, with a checkpoint after each step. */
    private static final String LONG = """
        checkpoint: { minutes: 0 }
        model: { mlp: { layers: [8, 12, 2], dropout: 0.2 } }
        data: { csv: { train: train.csv, test: test.csv, label: class } }
        pipeline:
          - repeat:
              times: 4
              do:
                - train: { epochs: 60, batch-size: 60, optimizer: { momentum: { learning-rate: 0.05 } } }
                - prune: { policy: { prune: { criterion: magnitude, keep: 0.8, of: alive } } }
                - evaluate
          - evaluate: { split: test }
        """;

    @Test
    void aKilledRunIsResumedToTheSameBits() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("long.yaml"), LONG);
        Outcome whole = espalier("run", "long.yaml", "--runs", "whole");
        assertThat(whole.exit()).as(whole.err()).isZero();

        Process process = start("run", "long.yaml");
        Path run = waitForCheckpoint(process, 100);
        process.destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Process again = start("resume", run.toString());
        waitForCheckpoint(again, 300);
        again.destroyForcibly();
        assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();

        Outcome resumed = espalier("resume", run.toString());
        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("going on from checkpoints/");
        for (String file : List.of("metrics.csv", "masks.csv", "ledger.csv", "model.safetensors")) {
            assertThat(run.resolve(file)).hasSameBinaryContentAs(run("whole").resolve(file));
        }
        Outcome finished = espalier("resume", run.toString());
        assertThat(finished.exit()).isEqualTo(2);
        assertThat(finished.err())
                .contains("is finished; there is nothing left to resume")
                .doesNotContain("\tat ");
    }

    @Test
    void anInterruptedRunSaysHowToGoOn() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("long.yaml"), LONG.replace("minutes: 0", "minutes: .inf"));
        Process process = start("run", "long.yaml");
        Path run = waitForCheckpoint(process, 1);
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(outcome(process).err()).contains("stopped on request", "Go on with: espalier resume runs/");
        assertThat(run.resolve("checkpoints/000002.checkpoint")).exists();
    }

    /** Waits until a run has written so many checkpoints; returns its folder. */
    private Path waitForCheckpoint(Process process, int number) throws IOException, InterruptedException {
        for (int i = 0; i < 6000 && process.isAlive(); i++) {
            if (Files.exists(folder.resolve("runs"))) {
                try (Stream<Path> files = Files.walk(folder.resolve("runs"))) {
                    boolean there = files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".checkpoint"))
                            .anyMatch(name -> name.compareTo(String.format(Locale.ROOT, "%06d", number)) >= 0);
                    if (there) {
                        return run();
                    }
                } catch (UncheckedIOException e) {
                    // an old checkpoint went away under the walk
                    assertThat(e).hasCauseInstanceOf(NoSuchFileException.class);
                }
            }
            Thread.sleep(10);
        }
        throw new AssertionError("no checkpoint " + number + ": " + Files.readString(folder.resolve("err.txt")));
    }
}
