package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.espalier.engine.run.StopSignal;

/** Runs of a second for tests of what becomes of them: examples, a pipeline with everything that has a state, kills and copies. */
public final class SmallRuns {
    /** Everything that has a state: dropout, momentum, masks that change in training, hooks that remember, rounds, a branch, a rewind, latent weights. */
    public static final String PIPELINE = """
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

    private final Path folder;
    private final List<String> said = new ArrayList<>();

    /** Ends a run as a kill does: nothing in it catches this. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Prepares runs in a folder, which gets the examples. */
    public SmallRuns(Path folder) {
        this.folder = folder;
        write("train.csv", examples(180, 1));
        write("test.csv", examples(50, 2));
    }

    /** Writes a file into the folder. */
    public Path write(String file, String text) {
        try {
            return Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns examples of two classes as a table. */
    public static String examples(int count, long seed) {
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

    /** Returns an engine without plugins. */
    public Engine engine() {
        return Engine.create(new EngineOptions(List.of(), folder));
    }

    /** Runs in a folder of runs of its own; returns the one run in it, however it ended. */
    public Path run(String runs, String pipeline, RunListener listener) {
        Path directory = folder.resolve(runs);
        try {
            Path file = write("pipeline.yaml", pipeline);
            engine().run(file, new RunOptions(List.of(), directory, false), listener, new StopSignal());
        } catch (Killed e) {
            return only(directory);
        }
        return only(directory);
    }

    /** Runs undisturbed. */
    public Path run(String runs, String pipeline) {
        return run(runs, pipeline, new RunListener() {});
    }

    /** Returns the one entry of a folder. */
    public static Path only(Path directory) {
        return entries(directory).get(0);
    }

    /** Goes on with a run; what is said on the way is in {@link #said}. */
    public Path resume(Path run) {
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

    /** Returns what resumed runs said. */
    public List<String> said() {
        return said;
    }

    /** Kills a run at its last breath, so that all its checkpoints are there. */
    public Path killedAtItsEnd() {
        return run("killed", PIPELINE, killingAt("evaluate"));
    }

    /** Kills a run where a stage begins. */
    public static RunListener killingAt(String stage) {
        return new RunListener() {
            @Override
            public void stageStarted(String path) {
                if (path.equals(stage)) {
                    throw new Killed();
                }
            }
        };
    }

    /** Kills a run after a step of a training. */
    public static RunListener killingIn(String stage, long step) {
        return new RunListener() {
            @Override
            public void progress(Step now) {
                if (now.stage().equals(stage) && now.step() == step) {
                    throw new Killed();
                }
            }
        };
    }

    /** Returns a run's checkpoints, the first one first. */
    public static List<Path> checkpoints(Path run) {
        return entries(run.resolve("checkpoints"));
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a run as it is. */
    public Path copy(Path run, String name) {
        Path to = folder.resolve("copies").resolve(name);
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

    /** Checks that two runs came to the same, byte by byte. */
    public static void assertSame(Path run, Path other) {
        for (String file : RESULTS) {
            assertThat(run.resolve(file)).hasSameBinaryContentAs(other.resolve(file));
        }
    }
}
