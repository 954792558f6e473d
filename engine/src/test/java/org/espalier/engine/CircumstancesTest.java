package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.espalier.engine.SmallRuns.PIPELINE;
import static org.espalier.engine.SmallRuns.assertSame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.espalier.engine.run.RunReader;
import org.espalier.engine.run.StopSignal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run records of its surroundings, and what it makes of others when it goes on or is begun anew. */
final class CircumstancesTest {
    private static final String LOADING = PIPELINE.replace("pipeline:\n", "pipeline:\n  - load: first.safetensors\n");

    private static SmallRuns runs;
    /** Copied before it is changed. */
    private static Path killed;

    private static Path whole;

    @TempDir
    static Path folder;

    @BeforeAll
    static void run() throws IOException {
        runs = new SmallRuns(folder);
        Path first = runs.run("first", PIPELINE);
        Files.copy(first.resolve("model.safetensors"), folder.resolve("first.safetensors"));
        whole = runs.run("whole", LOADING);
        killed = runs.run("killed", LOADING.replace("keep: 1000", "keep: 2"), SmallRuns.killingAt("evaluate"));
    }

    private static Map<String, String> facts(Path run) {
        return RunReader.provenance(run);
    }

    private static void alter(Path run, String fact, String value) throws IOException {
        Path file = run.resolve("run.json");
        String before = Files.readString(file);
        String after = before.replaceFirst(
                "\"" + fact + "\" : \"[^\"]*\"", Matcher.quoteReplacement("\"" + fact + "\" : \"" + value + "\""));
        assertThat(after).as(fact).isNotEqualTo(before);
        Files.writeString(file, after);
    }

    @Test
    void aFileThatAStageLoadsAndThatWasChangedIsRefusedByName() throws IOException {
        Path run = runs.copy(killed, "changed");
        Path file = folder.resolve("first.safetensors");
        byte[] before = Files.readAllBytes(file);
        byte[] after = before.clone();
        after[after.length - 1] ^= 1;
        try {
            Files.write(file, after);
            assertThatThrownBy(() -> runs.resume(run))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("file first.safetensors was 'sha256 ")
                    .hasMessageContaining("Put back what it began with");
            Files.delete(file);
            assertThatThrownBy(() -> runs.resume(run))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageMatching("(?s).*file first.safetensors was 'sha256 \\w{64}' and is not there.*");
        } finally {
            Files.write(file, before);
        }
        runs.resume(run);
        Files.copy(whole.resolve("pipeline.yaml"), run.resolve("pipeline.yaml"), StandardCopyOption.REPLACE_EXISTING);
        assertSame(run, whole);
    }

    @Test
    void aFileThatTheRunWritesItselfIsNotTakenForAChange() {
        Path own = folder.resolve("own.safetensors");
        String saving = PIPELINE + "  - repeat: { times: 2, do: [ save: { file: '" + own + "' }, load: '" + own
                + "', train: *short ] }\n  - evaluate: { split: test }\n";
        Path run = runs.run("saving", saving, SmallRuns.killingAt("repeat#2[2]/load"));
        assertThat(facts(run)).doesNotContainKey("file." + own);
        runs.resume(run);
        assertThat(facts(run)).containsEntry("outcome", "finished");
    }

    @Test
    void anotherProcessorOrJavaIsRefusedUnlessOtherBitsAreTakenWhichIsRecorded() throws IOException {
        Path run = runs.copy(killed, "processor");
        String processor = facts(run).get("processor");
        assertThat(processor).contains("oneDNN ", "vectors");
        alter(run, "processor", "Slow Processor, oneDNN avx2, no vectors");
        alter(run, "java", "OpenJDK 64-Bit Server VM 99.0.1+2");
        assertThatThrownBy(() -> runs.resume(run))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("may not come to the last bits of the numbers it would have had")
                .hasMessageContaining(
                        "processor was 'Slow Processor, oneDNN avx2, no vectors' and is '" + processor + "'")
                .hasMessageContaining("java was 'OpenJDK 64-Bit Server VM 99.0.1+2' and is '")
                .hasMessageEndingWith("espalier resume " + run + " --other-bits");
        List<String> said = new ArrayList<>();
        runs.engine()
                .resume(
                        run,
                        true,
                        new RunListener() {
                            @Override
                            public void said(String message) {
                                said.add(message);
                            }
                        },
                        new StopSignal());
        assertThat(said.get(0)).startsWith("the last bits of numbers may come out otherwise from here on: java was '");
        assertThat(facts(run).get("resumed"))
                .contains(", with other bits: java was '", "processor was 'Slow Processor");
    }

    @Test
    void anUpdateOfTheSameJavaCountsForNothing() throws IOException {
        Path run = runs.copy(killed, "update");
        String java =
                System.getProperty("java.vm.name") + " " + Runtime.version().feature();
        alter(run, "java", java + ".0.999+1-of-another-day");
        runs.resume(run);
        assertThat(facts(run)).containsEntry("outcome", "finished");
    }

    @Test
    void anotherProgramIsRefused() throws IOException {
        Path run = runs.copy(killed, "program");
        assertThat(facts(run).get("program")).matches("sha256 [0-9a-f]{64}");
        alter(run, "program", "sha256 00");
        assertThatThrownBy(() -> runs.resume(run)).hasMessageContaining("program was 'sha256 00' and is 'sha256 ");
    }

    @Test
    void aRunGoesOnWithAsManyThreadsAsItBegan() throws IOException {
        Path one = runs.run("one-thread", "threads: 3\n" + PIPELINE, SmallRuns.killingIn("train", 4));
        assertThat(facts(one)).containsEntry("threads", "3");
        assertThat(facts(one).get("kernel")).contains("threads=3");
        Path run = runs.copy(one, "threads");
        alter(run, "threads", "many");
        assertThatThrownBy(() -> runs.resume(run)).hasMessageContaining("'threads' must be a whole number up to 1024");
    }

    @Test
    void aRecordedPipelineFindsItsFilesFromAnotherFolder() throws IOException {
        Path away = Files.createDirectories(folder.resolve("away"));
        Path recorded = Files.createDirectories(folder.resolve("else/where/run"));
        for (String file : List.of("pipeline.yaml", "run.json")) {
            Files.copy(whole.resolve(file), recorded.resolve(file));
        }
        Engine engine = Engine.create(new EngineOptions(List.of(), away));
        engine.run(
                recorded.resolve("pipeline.yaml"),
                new RunOptions(List.of(), away.resolve("runs"), false),
                new RunListener() {},
                new StopSignal());
        Path anew = SmallRuns.only(away.resolve("runs"));
        assertThat(anew.resolve("metrics.csv")).hasSameBinaryContentAs(whole.resolve("metrics.csv"));
        assertThat(facts(anew))
                .containsEntry("found.train.csv", folder.resolve("train.csv").toString());
        Files.delete(recorded.resolve("run.json"));
        assertThatThrownBy(() -> engine.run(
                        recorded.resolve("pipeline.yaml"),
                        new RunOptions(List.of(), away.resolve("none"), false),
                        new RunListener() {},
                        new StopSignal()))
                .hasMessageContaining("'train.csv' is not there");
    }

    @Test
    void aRunWhoseFolderIsDeletedEndsSoonAndMakesNoOther() {
        Path[] run = new Path[1];
        long[] steps = new long[1];
        assertThatThrownBy(() -> runs.run("deleted", PIPELINE, new RunListener() {
                    @Override
                    public void started(String name, Path directory) {
                        run[0] = directory;
                    }

                    @Override
                    public void progress(Step step) {
                        steps[0]++;
                        if (steps[0] == 3) {
                            delete(run[0]);
                        }
                    }
                }))
                .isInstanceOf(PipelineException.class)
                .hasMessageStartingWith(
                        "the run's folder '" + run[0] + "' was deleted or replaced while the run went on");
        assertThat(steps[0]).isEqualTo(3);
        assertThat(run[0]).doesNotExist();
    }

    private static void delete(Path directory) {
        try (var inside = Files.walk(directory)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
