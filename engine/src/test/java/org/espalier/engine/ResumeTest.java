package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.espalier.engine.format.Safetensors;
import org.espalier.engine.run.StopSignal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed or stopped and go on, beside one that was left alone. */
final class ResumeTest {
    /** Everything that has a state: dropout, momentum, masks that change in training, hooks that remember, rounds, a branch, a rewind, latent weights. */
    private static final String PIPELINE = """
            seed: 3
            checkpoint: { minutes: 0, keep: 1000 }
            model: { mlp: { layers: [4, 16, 8, 2], dropout: 0.3 } }
            data: { csv: { train: train.csv, test: test.csv, label: class } }
            prepare: { validation: 40 }
            pipeline:
              - train:
                  epochs: 2.5
                  batch-size: 40
                  optimizer: { momentum: { learning-rate: 0.1, momentum: 0.9 } }
                  schedule: cosine
                  schedule-epochs: 5
                  with:
                    - sparsify:
                        every: { steps: 3 }
                        policy: { prune: { criterion: gradient, keep: 0.6, schedule: cubic, revive: true } }
              - snapshot: early
              - repeat:
                  times: 2
                  do:
                    - prune: { policy: { prune: { criterion: random, keep: 0.8, of: alive } } }
                    - branch: { name: control, do: [ reinitialize, train: &short { epochs: 2, batch-size: 20, accumulate: 2, with: [ keep-best, { early-stopping: { patience: 1 } } ] } ] }
                    - rewind: { to: early, what: [weights, learning-rate] }
                    - train: *short
                    - evaluate: { metrics: [accuracy, confusion-matrix] }
              - train:
                  epochs: 1
                  batch-size: 40
                  with:
                    - parameterize: { with: straight-through, regularizers: [ { l2: { weight: 1.0e-3 } } ] }
              - rewind: { to: early, what: [parameterization, weights] }
              - evaluate: { split: test }
            """;

    private static final List<String> RESULTS =
            List.of("metrics.csv", "masks.csv", "confusion.csv", "ledger.csv", "model.safetensors", "pipeline.yaml");

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    /** Ends a run as a kill does: nothing in it catches this. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void writeExamples() throws IOException {
        Files.writeString(folder.resolve("train.csv"), examples(180, 1));
        Files.writeString(folder.resolve("test.csv"), examples(50, 2));
    }

    private static String examples(int count, long seed) {
        var random = new Random(seed);
        var text = new StringBuilder("a,b,c,d,class\n");
        for (int i = 0; i < count; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            text.append(a + "," + b + "," + random.nextGaussian() + "," + random.nextGaussian() + "," + (a > b ? 1 : 0))
                    .append("\n");
        }
        return text.toString();
    }

    private Engine engine() {
        return Engine.create(new EngineOptions(List.of(), folder));
    }

    /** Runs in a folder of runs of its own; returns the one run in it, however it ended. */
    private Path run(String runs, String pipeline, RunListener listener) {
        Path directory = folder.resolve(runs);
        try {
            Path file = Files.writeString(folder.resolve("pipeline.yaml"), pipeline);
            engine().run(file, new RunOptions(List.of(), directory, false), listener, new StopSignal());
        } catch (Killed e) {
            return only(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return only(directory);
    }

    private static Path only(Path directory) {
        try (Stream<Path> inside = Files.list(directory)) {
            return inside.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path resume(Path run) {
        return engine().resume(
                        run,
                        new RunListener() {
                            @Override
                            public void said(String message) {
                                said.add(message);
                            }
                        },
                        new StopSignal());
    }

    /** Kills a run at its last breath, so that all its checkpoints are there. */
    private Path killedAtItsEnd() {
        return run("killed", PIPELINE, killingAt("evaluate"));
    }

    private static RunListener killingAt(String stage) {
        return new RunListener() {
            @Override
            public void stageStarted(String path) {
                if (path.equals(stage)) {
                    throw new Killed();
                }
            }
        };
    }

    private static List<Path> checkpoints(Path run) {
        try (Stream<Path> inside = Files.list(run.resolve("checkpoints"))) {
            return inside.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copy(Path run, Path to) {
        try (Stream<Path> inside = Files.walk(run)) {
            for (Path from : inside.toList()) {
                Path target = to.resolve(run.relativize(from).toString());
                Files.createDirectories(target.getParent());
                Files.copy(from, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return to;
    }

    private static void assertSame(Path run, Path other) {
        for (String file : RESULTS) {
            assertThat(run.resolve(file)).hasSameBinaryContentAs(other.resolve(file));
        }
    }

    @Test
    void fromEveryCheckpointARunComesToTheSameBits() throws IOException {
        Path whole = run("whole", PIPELINE, new RunListener() {});
        Path killed = killedAtItsEnd();
        List<Path> all = checkpoints(killed);
        assertThat(all).hasSizeGreaterThan(40);
        for (int last = 0; last < all.size(); last += 5) {
            Path run = copy(killed, folder.resolve("copies").resolve(Integer.toString(last)));
            for (Path later : all.subList(last + 1, all.size())) {
                Files.delete(run.resolve("checkpoints").resolve(later.getFileName()));
            }
            resume(run);
            assertSame(run, whole);
            assertThat(run.resolve("checkpoints")).doesNotExist();
        }
    }

    @Test
    void aRunThatIsStoppedLeavesACheckpointOfThatMomentAndSaysHowToGoOn() throws IOException {
        String rare = PIPELINE.replace("minutes: 0", "minutes: .inf");
        Path whole = run("whole", rare, new RunListener() {});
        var stop = new StopSignal();
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), rare);
        var options = new RunOptions(List.of(), folder.resolve("stopped"), false);
        assertThatThrownBy(() -> engine().run(file, options, stoppingAt(7, stop), stop))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("stopped on request")
                .hasMessageContaining("espalier resume " + only(folder.resolve("stopped")));
        Path run = only(folder.resolve("stopped"));
        var again = new StopSignal();
        assertThatThrownBy(() -> engine().resume(run, stoppingAt(10, again), again))
                .hasMessageContaining("stopped on request");
        resume(run);
        assertSame(run, whole);
        assertThat(said)
                .first()
                .asString()
                .matches("going on from checkpoints/00000\\d.checkpoint, step 10 of the run");
        assertThat(run.resolve("run.json"))
                .content()
                .contains(
                        "\"resumed\" : \"",
                        "\"resumed.2\" : \"",
                        "from checkpoints/0000",
                        "\"outcome\" : \"finished\"");
    }

    private static RunListener stoppingAt(long step, StopSignal stop) {
        return new RunListener() {
            @Override
            public void progress(Step now) {
                if (now.step() == step) {
                    stop.ask();
                }
            }
        };
    }

    @Test
    void aDamagedCheckpointIsRefusedByNameAndTheOneBeforeIsUsed() throws IOException {
        Path whole = run("whole", PIPELINE, new RunListener() {});
        Path run = killedAtItsEnd();
        List<Path> all = checkpoints(run);
        Path last = all.get(all.size() - 1);
        byte[] bytes = Files.readAllBytes(last);
        Files.write(last, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        Path before = all.get(all.size() - 2);
        bytes = Files.readAllBytes(before);
        bytes[bytes.length / 3] ^= 4;
        Files.write(before, bytes);
        resume(run);
        assertSame(run, whole);
        assertThat(said.subList(0, 3))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("checkpoints/" + last.getFileName() + " is not used: its checksum"),
                        line -> assertThat(line)
                                .startsWith("checkpoints/" + before.getFileName() + " is not used: its checksum"),
                        line -> assertThat(line)
                                .startsWith("going on from checkpoints/"
                                        + all.get(all.size() - 3).getFileName()));
    }

    @Test
    void aRunWithoutAWholeCheckpointSaysHowToBeginAnew() throws IOException {
        Path run = killedAtItsEnd();
        for (Path checkpoint : checkpoints(run)) {
            Files.writeString(checkpoint, "nothing");
        }
        assertThatThrownBy(() -> resume(run))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("has no checkpoint to go on from. Begin anew with: espalier run "
                        + run.resolve("pipeline.yaml"));
    }

    @Test
    void aFinishedRunIsNotResumed() {
        Path run = run("whole", PIPELINE, new RunListener() {});
        assertThatThrownBy(() -> resume(run))
                .isInstanceOf(PipelineException.class)
                .hasMessage("the run in '" + run + "' is finished; there is nothing left to resume");
    }

    @Test
    void aRunThatIsStillGoingOnIsNotResumed() {
        var problems = new ArrayList<String>();
        run("busy", PIPELINE, new RunListener() {
            @Override
            public void stageStarted(String path) {
                if (path.equals("snapshot")) {
                    try {
                        resume(only(folder.resolve("busy")));
                    } catch (PipelineException e) {
                        problems.add(e.getMessage());
                    }
                }
            }
        });
        assertThat(problems).singleElement().asString().contains("is still going on, in this or another process");
    }

    @Test
    void whatWasChangedSinceTheRunBeganIsToldAndNothingIsResumed() throws IOException {
        Path run = killedAtItsEnd();
        Path pipeline = run.resolve("pipeline.yaml");
        String text = Files.readString(pipeline);
        Files.writeString(pipeline, text.replace("seed: 3", "seed: 4"));
        Files.writeString(folder.resolve("test.csv"), examples(50, 5));
        Path facts = run.resolve("run.json");
        Files.writeString(
                facts,
                Files.readString(facts)
                        .replaceFirst(
                                "\"plugin.core\" : \"[^\"]*\"",
                                "\"plugin.core\" : \"0.0 from core\", \"plugin.acme\" : \"1.0 from acme.jar, sha256 ab\""));
        assertThatThrownBy(() -> resume(run))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("pipeline.yaml was changed")
                .hasMessageContaining("data test was '50 examples, sha256 ")
                .hasMessageContaining("plugin core was '0.0 from core' and is '")
                .hasMessageContaining("plugin acme was '1.0 from acme.jar, sha256 ab' and is not there")
                .hasMessageContaining("Put back what it began with");
        assertThat(checkpoints(run)).isNotEmpty();
    }

    @Test
    void aTrainingThatRunsAwayIsPutBackAndSaysWhereThatBegan() throws IOException {
        String wild = PIPELINE.replace("learning-rate: 0.1", "learning-rate: 1.0e30")
                .replace("every: { steps: 3 }", "every: { steps: 3, from: 1 }");
        assertThatThrownBy(() -> run("wild", wild, new RunListener() {}))
                .isInstanceOf(PipelineException.class)
                .hasMessageMatching(
                        "train: step \\d of 10: the training loss became (NaN|Infinity|[0-9.E]+)\\. It began"
                                + " in layer 'fc[123]', whose (output|weights) .*; the network is as it was after step 0\\."
                                + " Lower the learning rate, or set gradient-clip");
        assertThatItsModelIsOfUsualSize("wild");
    }

    @Test
    void aPolicyThatMeetsWeightsThatRanAwayIsNotBlamed() throws IOException {
        String wild = PIPELINE.replace("learning-rate: 0.1", "learning-rate: 1.0e30")
                .replace("every: { steps: 3 }", "every: { steps: 1 }");
        assertThatThrownBy(() -> run("wild", wild, new RunListener() {}))
                .isInstanceOf(PipelineException.class)
                .hasMessageMatching("train: step \\d of 10: the network ran away\\. It began in layer 'fc[123]', whose"
                        + " (output|weights) .*; the network is as it was after step 0\\. .*");
        assertThatItsModelIsOfUsualSize("wild");
    }

    private void assertThatItsModelIsOfUsualSize(String runs) throws IOException {
        new Safetensors()
                .read(only(folder.resolve(runs)).resolve("model.safetensors"))
                .tensors()
                .byId()
                .forEach((id, values) -> assertThat(values.amaxNumber().doubleValue())
                        .as(id.toString())
                        .isLessThan(10));
    }
}
