package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.espalier.engine.SmallRuns.PIPELINE;
import static org.espalier.engine.SmallRuns.assertSame;
import static org.espalier.engine.SmallRuns.checkpoints;
import static org.espalier.engine.SmallRuns.only;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.espalier.engine.format.Safetensors;
import org.espalier.engine.run.StopSignal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed or stopped and go on, beside one that was left alone. */
final class ResumeTest {
    @TempDir
    Path folder;

    private SmallRuns runs;

    @BeforeEach
    void prepare() {
        runs = new SmallRuns(folder);
    }

    @Test
    void fromEveryCheckpointARunComesToTheSameBits() throws IOException {
        Path whole = runs.run("whole", PIPELINE);
        Path killed = runs.killedAtItsEnd();
        List<Path> all = checkpoints(killed);
        assertThat(all).hasSizeGreaterThan(40);
        for (int last = 0; last < all.size(); last += 5) {
            Path run = runs.copy(killed, Integer.toString(last));
            for (Path later : all.subList(last + 1, all.size())) {
                Files.delete(run.resolve("checkpoints").resolve(later.getFileName()));
            }
            runs.resume(run);
            assertSame(run, whole);
            assertThat(run.resolve("checkpoints")).doesNotExist();
        }
    }

    @Test
    void aRunThatIsStoppedLeavesACheckpointOfThatMomentAndSaysHowToGoOn() throws IOException {
        String rare = PIPELINE.replace("minutes: 0", "minutes: .inf");
        Path whole = runs.run("whole", rare);
        var stop = new StopSignal();
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), rare);
        var options = new RunOptions(List.of(), folder.resolve("stopped"), false);
        assertThatThrownBy(() -> runs.engine().run(file, options, stoppingAt(7, stop), stop))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("stopped on request")
                .hasMessageContaining("espalier resume " + only(folder.resolve("stopped")));
        Path run = only(folder.resolve("stopped"));
        var again = new StopSignal();
        assertThatThrownBy(() -> runs.engine().resume(run, stoppingAt(10, again), again))
                .hasMessageContaining("stopped on request");
        runs.resume(run);
        assertSame(run, whole);
        assertThat(runs.said())
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

    @Test
    void aRunThatBeganStrictlyEndsStrictly() throws IOException {
        Path file = Files.writeString(folder.resolve("strict.yaml"), """
            model: { mlp: { layers: [4, 16, 8, 2] } }
            data: { csv: { train: train.csv, test: test.csv, label: class } }
            pipeline:
              - prune: { criterion: { gradient: { batches: 1, size: 40 } }, keep: 0 }
              - train: { epochs: 2, batch-size: 40 }
            """);
        var stop = new StopSignal();
        var options = new RunOptions(List.of(), folder.resolve("strict"), false, true);
        assertThatThrownBy(() -> runs.engine().run(file, options, stoppingAt(3, stop), stop))
                .hasMessageContaining("stopped on request");
        Path run = only(folder.resolve("strict"));
        assertThatThrownBy(() -> runs.resume(run))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("is finished, but did not come as asked: prune: 0 of ");
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
        Path whole = runs.run("whole", PIPELINE);
        Path run = runs.killedAtItsEnd();
        List<Path> all = checkpoints(run);
        Path last = all.get(all.size() - 1);
        byte[] bytes = Files.readAllBytes(last);
        Files.write(last, Arrays.copyOf(bytes, bytes.length / 2));
        Path before = all.get(all.size() - 2);
        bytes = Files.readAllBytes(before);
        bytes[bytes.length / 3] ^= 4;
        Files.write(before, bytes);
        runs.resume(run);
        assertSame(run, whole);
        assertThat(runs.said().subList(0, 3))
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
        Path run = runs.killedAtItsEnd();
        for (Path checkpoint : checkpoints(run)) {
            Files.writeString(checkpoint, "nothing");
        }
        assertThatThrownBy(() -> runs.resume(run))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("has no checkpoint to go on from. Begin anew with: espalier run "
                        + run.resolve("pipeline.yaml"));
    }

    @Test
    void aFinishedRunIsNotResumed() {
        Path run = runs.run("whole", PIPELINE);
        assertThatThrownBy(() -> runs.resume(run))
                .isInstanceOf(PipelineException.class)
                .hasMessage("the run in '" + run + "' is finished; there is nothing left to resume");
    }

    @Test
    void aRunThatIsStillGoingOnIsNotResumed() {
        var problems = new ArrayList<String>();
        runs.run("busy", PIPELINE, new RunListener() {
            @Override
            public void stageStarted(String path) {
                if (path.equals("snapshot")) {
                    try {
                        runs.resume(only(folder.resolve("busy")));
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
        Path run = runs.killedAtItsEnd();
        Path pipeline = run.resolve("pipeline.yaml");
        String text = Files.readString(pipeline);
        Files.writeString(pipeline, text.replace("seed: 3", "seed: 4"));
        Files.writeString(folder.resolve("test.csv"), SmallRuns.examples(50, 5));
        Path facts = run.resolve("run.json");
        Files.writeString(
                facts,
                Files.readString(facts)
                        .replaceFirst(
                                "\"plugin.core\" : \"[^\"]*\"",
                                "\"plugin.core\" : \"0.0 from core\", \"plugin.acme\" : \"1.0 from acme.jar, sha256"
                                        + " ab\""));
        assertThatThrownBy(() -> runs.resume(run))
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
        assertThatThrownBy(() -> runs.run("wild", wild, new RunListener() {}))
                .isInstanceOf(PipelineException.class)
                .hasMessageMatching(
                        "train: step \\d of 10: the training loss became (NaN|Infinity|[0-9.E]+)\\. It began in layer"
                                + " 'fc[123]', whose (output|weights) .*; the network is as it was after step 0\\. Lower"
                                + " the learning rate, or set gradient-clip");
        assertThatItsModelIsOfUsualSize("wild");
    }

    @Test
    void aPolicyThatMeetsWeightsThatRanAwayIsNotBlamed() throws IOException {
        String wild = PIPELINE.replace("learning-rate: 0.1", "learning-rate: 1.0e30")
                .replace("every: { steps: 3 }", "every: { steps: 1 }");
        assertThatThrownBy(() -> runs.run("wild", wild, new RunListener() {}))
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
