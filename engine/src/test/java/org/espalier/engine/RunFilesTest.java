package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.espalier.engine.SmallRuns.PIPELINE;
import static org.espalier.engine.SmallRuns.assertSame;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.data.DataException;
import org.espalier.engine.run.RunReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a run: in which order they come to be, and what is made of those that somebody altered. */
final class RunFilesTest {
    /** Copied before they are changed. */
    private static Path whole;

    private static Path killed;
    private static SmallRuns runs;

    @TempDir
    static Path folder;

    @BeforeAll
    static void run() {
        runs = new SmallRuns(folder);
        whole = runs.run("whole", PIPELINE);
        killed = runs.run("killed", PIPELINE.replace("keep: 1000", "keep: 2"), SmallRuns.killingAt("evaluate"));
    }

    private static String outcome(Path run) {
        return RunReader.provenance(run).getOrDefault("outcome", "");
    }

    /** A folder that is not empty stands where the file's temporary one is to be. */
    private static Path inTheWayOf(Path run, String file) throws IOException {
        return Files.createDirectories(run.resolve(file + ".part/full"));
    }

    private static void outOfTheWay(Path full) throws IOException {
        Files.delete(full);
        Files.delete(full.getParent());
    }

    @Test
    void aRunWhoseLastFilesCannotBeWrittenIsNotFinishedAndGoesOn() throws IOException {
        for (String file : List.of("ledger.csv", "model.safetensors", "run.json")) {
            Path run = runs.copy(killed, "full-" + file);
            Path full = inTheWayOf(run, file);
            assertThatThrownBy(() -> runs.resume(run))
                    .as(file)
                    .isInstanceOf(PipelineException.class)
                    .hasMessageStartingWith("cannot write '" + run.resolve(file) + "': ");
            outOfTheWay(full);
            assertThat(outcome(run)).isNotEqualTo("finished");
            runs.resume(run);
            assertSameButForThePolicy(run);
            assertThat(outcome(run)).isEqualTo("finished");
        }
    }

    private static void assertSameButForThePolicy(Path run) throws IOException {
        Path same = Files.copy(
                whole.resolve("pipeline.yaml"), run.resolve("pipeline.yaml"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(same).exists();
        assertSame(run, whole);
    }

    @Test
    void whereverTheLastFilesWereCutOffTheRunGoesOn() throws IOException {
        List<String> last = List.of("metrics.csv", "confusion.csv", "ledger.csv", "model.safetensors", "run.json");
        for (int written = 0; written <= last.size(); written++) {
            Path run = runs.copy(killed, "cut-" + written);
            for (String file : last.subList(0, Math.min(written, 4))) {
                Files.copy(whole.resolve(file), run.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            if (written == last.size()) {
                Path facts = run.resolve("run.json");
                Files.writeString(facts, Files.readString(facts).replace("unfinished", "finished"));
                Files.delete(run.resolve("model.safetensors"));
            }
            runs.resume(run);
            assertSameButForThePolicy(run);
            assertThat(outcome(run)).isEqualTo("finished");
            assertThat(run.resolve("checkpoints")).doesNotExist();
        }
    }

    @Test
    void linksInARunsFolderAreNeitherFollowedNorGoneOnWith() throws IOException {
        Path treasure = Files.writeString(folder.resolve("treasure"), "untouched");
        for (String file :
                List.of("metrics.csv", "masks.csv", "report.html", "model.safetensors.part", "remarks.csv", ".lock")) {
            Path run = runs.copy(killed, "link-" + file);
            Files.deleteIfExists(run.resolve(file));
            Files.createSymbolicLink(run.resolve(file), treasure);
            assertThatThrownBy(() -> runs.resume(run))
                    .as(file)
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining(run.resolve(file) + ": is a link, which is not followed here");
            assertThat(treasure).hasContent("untouched");
        }
        Path run = runs.copy(killed, "link-folder");
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(run.resolve("checkpoints"), elsewhere);
        Files.createSymbolicLink(run.resolve("checkpoints"), elsewhere);
        assertThatThrownBy(() -> runs.resume(run)).hasMessageContaining("checkpoints: is a link");
        assertThat(elsewhere).isNotEmptyDirectory();
    }

    @Test
    void aTableThatSharesItsContentWithAnotherFileLeavesThatAlone() throws IOException {
        Path run = runs.copy(killed, "hard");
        Path other = Files.createLink(folder.resolve("other.csv"), run.resolve("metrics.csv"));
        String before = Files.readString(other);
        runs.resume(run);
        assertThat(other).hasContent(before);
        assertThat(run.resolve("metrics.csv")).hasSameBinaryContentAs(whole.resolve("metrics.csv"));
    }

    @Test
    void aTableThatIsNoneIsNotCut() throws IOException {
        Path run = runs.copy(killed, "none");
        Path metrics = Files.writeString(run.resolve("metrics.csv"), "my,own\n1,2\n");
        assertThatThrownBy(() -> runs.resume(run))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(metrics + ": the first line must be 'step,stage,key,value' but is 'my,own'; ");
        assertThat(metrics).hasContent("my,own\n1,2\n");
    }

    @Test
    void anAlteredFileIsToldWithItsLine() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("null", "1: not a run's facts: facts by name must stand in braces");
        facts.put("[]", "1: not a run's facts: facts by name must stand in braces");
        facts.put("", "1: not a run's facts: facts by name must stand in braces");
        facts.put("{\n\"seed\": 7\n}", "2: not a run's facts: 'seed' must be a text");
        facts.put("{\n\"seed\": null\n}", "2: not a run's facts: 'seed' must be a text");
        facts.put("{\n\"seed\": {}}", "2: not a run's facts: 'seed' must be a text");
        facts.put("{\n\n\"name\": \"\\ud800\"}", "3: not a run's facts: a text has half a character");
        facts.put("{\"\\udc00\": \"x\"}", "1: not a run's facts: a text has half a character");
        facts.put("{\"a\": \"x\",\n \"a\": \"y\"}", "2: not a run's facts: Duplicate field 'a'");
        facts.put("{\"a\": \"x\"} 7", "1: not a run's facts: nothing may stand behind the facts");
        facts.put("{\"a\": ", "1: not a run's facts: ");
        int number = 0;
        for (Map.Entry<String, String> each : facts.entrySet()) {
            Path run = runs.copy(whole, "facts-" + number++);
            Path file = Files.writeString(run.resolve("run.json"), each.getKey());
            assertThatThrownBy(() -> RunReader.read(run))
                    .as(each.getKey())
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(file + ":" + each.getValue());
        }
        Path run = runs.copy(whole, "table");
        Path metrics = run.resolve("metrics.csv");
        Files.writeString(metrics, "step,stage,key,value\n9,x,y,abc\n");
        assertThatThrownBy(() -> RunReader.read(run))
                .isInstanceOf(DataException.class)
                .hasMessage(metrics + ":2: 'value' must be a number but is 'abc'; the file was altered");
        Files.write(metrics, "step,stage,key,value\n9,\u00e4,y,1.0\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> RunReader.read(run))
                .hasMessage(metrics + ": it is not text in UTF-8; the file was altered");
    }

    @Test
    void countsThatCannotBeAreToldWithTheirLine() throws IOException {
        Path run = runs.copy(whole, "counts");
        Path masks = run.resolve("masks.csv");
        String before = Files.readString(masks);
        Files.writeString(masks, "step,stage,parameter,alive,size\n0,initial,fc1.weight,500,5\n");
        assertThatThrownBy(() -> RunReader.read(run))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        masks + ":2: 'alive' must be at most 'size', which is 5, but is '500'; the file was altered");
        Files.writeString(masks, before);
        Path ledger = run.resolve("ledger.csv");
        String head = "layer,kind,parameters,prunable,alive,nonzero,dense_flops,sparse_flops\n";
        Files.writeString(ledger, head + "fc1,Gemm,5,4,3,2,1,1\nfc2,Gemm,9223372036854775807,4,3,2,1,1\n");
        assertThatThrownBy(() -> RunReader.read(run))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        ledger + ":3: 'parameters' must be at most 9223372036854775802, or the sum overflows, but is"
                                + " '9223372036854775807'; the file was altered");
        Files.writeString(ledger, head + "fc1,Gemm,5,4,5,2,1,1\n");
        assertThatThrownBy(() -> RunReader.read(run))
                .hasMessageStartingWith(ledger + ":2: 'alive' must be at most 'prunable', which is 4, but is '5'");
    }
}
