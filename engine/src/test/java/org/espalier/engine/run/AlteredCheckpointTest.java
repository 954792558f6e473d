package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.espalier.api.data.DataException;
import org.espalier.engine.PipelineException;
import org.espalier.engine.SmallRuns;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that somebody altered who also mended their checksum: each is refused by name, and the one before it is used. */
final class AlteredCheckpointTest {
    /** In the middle of its last training, which has latent weights; never changed, only copied. */
    private static Path run;

    private static SmallRuns runs;
    private static Path last;
    private static Path before;

    @TempDir
    static Path folder;

    @BeforeAll
    static void killARun() throws IOException {
        runs = new SmallRuns(folder);
        run = runs.run("killed", SmallRuns.PIPELINE, SmallRuns.killingIn("train#2", 3));
        List<Path> all = SmallRuns.checkpoints(run);
        for (Path old : all.subList(0, all.size() - 2)) {
            Files.delete(old);
        }
        last = all.get(all.size() - 1);
        before = all.get(all.size() - 2);
    }

    /** Alters the last checkpoint of a copy of the run, resumes it, and returns why it was refused. */
    private String refusal(String name, UnaryOperator<Archive> change) throws IOException {
        Path copy = runs.copy(run, name);
        Path file = copy.resolve("checkpoints").resolve(last.getFileName());
        CheckpointFile.write(change.apply(CheckpointFile.read(file)), file);
        return refusal(copy);
    }

    private String refusal(Path copy) {
        runs.said().clear();
        runs.resume(copy);
        String start = "checkpoints/" + last.getFileName() + " is not used: ";
        assertThat(runs.said())
                .filteredOn(line -> line.startsWith("going on from "))
                .last()
                .asString()
                .startsWith("going on from checkpoints/" + before.getFileName());
        return runs.said().stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst()
                .orElse("");
    }

    private static UnaryOperator<Archive> facts(Consumer<ObjectNode> change) {
        return archive -> {
            change.accept(archive.facts());
            return archive;
        };
    }

    private static UnaryOperator<Archive> array(String name, Archive.Entry other) {
        return archive -> {
            var changed = new Archive(archive.facts());
            archive.arrays().forEach((each, entry) -> changed.put(each, each.equals(name) ? other : entry));
            return changed;
        };
    }

    private static Archive.Entry floats(long... shape) {
        List<Long> extents = java.util.Arrays.stream(shape).boxed().toList();
        int size = Math.toIntExact(extents.stream().reduce(1L, Math::multiplyExact));
        return new Archive.Entry("FLOAT", extents, ByteBuffer.allocate(size * Float.BYTES));
    }

    @Test
    void aCheckpointOfAnotherRunIsRefusedByName() throws IOException {
        Path other = runs.run("other", SmallRuns.PIPELINE, SmallRuns.killingIn("train", 3));
        Path copy = runs.copy(run, "mixed");
        List<Path> strange = SmallRuns.checkpoints(other);
        Path file = copy.resolve("checkpoints").resolve(last.getFileName());
        Files.delete(file);
        Files.copy(strange.get(strange.size() - 1), file);
        assertThat(refusal(copy))
                .startsWith(
                        "it is not what a run writes: it is of the run '" + id(other) + "', and this is '" + id(run));
    }

    private static String id(Path run) {
        return RunReader.provenance(run).getOrDefault("id", "");
    }

    @Test
    void arraysThatDoNotFitTheNetworkNeverReachNativeCode() throws IOException {
        Map<String, Archive.Entry> others = new LinkedHashMap<>();
        others.put("network/weights/0", floats(7));
        others.put("network/masks/0", new Archive.Entry("MASK", List.of(3L, 3L), ByteBuffer.allocate(8)));
        others.put("first-0/0", floats(1));
        others.put("network/parameterized/0/dense", floats(2, 2));
        int number = 0;
        for (Map.Entry<String, Archive.Entry> each : others.entrySet()) {
            assertThat(CheckpointFile.read(last).arrays()).containsKey(each.getKey());
            assertThat(refusal("array" + number++, array(each.getKey(), each.getValue())))
                    .as(each.getKey())
                    .startsWith("it is not what a run writes: ");
        }
        String slot = CheckpointFile.read(last).arrays().keySet().stream()
                .filter(name -> name.startsWith("network/optimizer/"))
                .findFirst()
                .orElseThrow();
        assertThat(refusal("slot", array(slot, floats(1))))
                .contains("what the optimizer keeps as '")
                .contains("is not of the shape of '");
    }

    @Test
    void aPlaceThatIsNowhereIsRefused() throws IOException {
        for (String place : List.of("[99, 99]", "[-1]", "[]", "[0, 0, 0, 0]", "[2, 1]", "[4294967296]", "null", "7")) {
            assertThat(refusal("place" + place, facts(facts -> ((ObjectNode) facts.required("place"))
                            .set("calls", json(place)))))
                    .as(place)
                    .isNotEmpty();
        }
    }

    @Test
    void aTrainingThatCannotBeThereIsRefused() throws IOException {
        for (String change :
                List.of("epoch=-1", "epoch=2147483647", "done=0", "done=99", "step=-5", "stopped=null", "tally=null")) {
            String[] parts = change.split("=", 2);
            assertThat(refusal("training-" + parts[0] + parts[1].length(), facts(facts -> {
                        JsonNode training = facts.required("place").required("training");
                        assertThat(training.isObject())
                                .as("the last checkpoint is in a training")
                                .isTrue();
                        ((ObjectNode) training).set(parts[0], json(parts[1]));
                    })))
                    .as(change)
                    .isNotEmpty();
        }
    }

    @Test
    void factsThatAreMissingOrOfAnotherKindAreRefused() throws IOException {
        for (String fact :
                List.of("run", "place", "step", "pairs", "tables", "graph", "network", "snapshots", "states")) {
            assertThat(refusal("without-" + fact, facts(facts -> facts.remove(fact))))
                    .as(fact)
                    .isNotEmpty();
            assertThat(refusal("null-" + fact, facts(facts -> facts.putNull(fact))))
                    .as(fact)
                    .isNotEmpty();
        }
        assertThat(refusal("tables", facts(facts -> ((ObjectNode) facts.required("tables")).put("metrics", 368))))
                .isEqualTo("the run's tables have lost rows that were written before it");
        assertThat(refusal(
                        "lengths", facts(facts -> ((ObjectNode) facts.required("tables")).put("java.lang.Integer", 0))))
                .contains("java.lang.Integer");
    }

    @Test
    void aGraphThatWouldTakeMoreMemoryThanTheFileHasIsRefused() throws IOException {
        assertThat(refusal("huge", facts(facts -> {
                    String graph = facts.required("graph").textValue();
                    facts.put("graph", graph.replace("\"out\":16", "\"out\":2000000000"));
                    var network = (ObjectNode) facts.required("network");
                    network.put(
                            "layers",
                            network.required("layers").textValue().replace("\"out\":16", "\"out\":2000000000"));
                    assertThat(facts.required("graph").textValue()).isNotEqualTo(graph);
                })))
                .isNotEmpty();
    }

    @Test
    void aClassThatIsNoneOfTheWantedKindIsNotEvenInitialised() throws IOException {
        assertThat(refusal("class", facts(facts -> {
                    var trained = (ObjectNode)
                            facts.required("network").required("trained").required(0);
                    ((ObjectNode) trained.required("parameterization")).put("type", Initialised.class.getName());
                })))
                .contains("no plugin of this pipeline has a record " + Initialised.class.getName());
        assertThat(System.getProperty(Initialised.class.getName())).isNull();
    }

    /** Tells when it is initialised. */
    private record Initialised() {
        static {
            System.setProperty(Initialised.class.getName(), "yes");
        }
    }

    @Test
    void whenAllAreRefusedTheRunSaysHowToBeginAnewAndASecondTryAsWell() throws IOException {
        Path copy = runs.copy(run, "all");
        for (Path file : SmallRuns.checkpoints(copy)) {
            CheckpointFile.write(new Archive(), file);
            Files.copy(file, file.resolveSibling(file.getFileName() + ".refused"));
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> runs.resume(copy))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("has no checkpoint to go on from. Begin anew with: espalier run ");
        }
    }

    @Test
    void headersThatLieAreRefusedBeforeAnythingIsAllocated() throws IOException {
        String array = "{\"facts\":{},\"arrays\":[{\"name\":\"a\",\"type\":\"%s\",\"shape\":%s,\"length\":%s}]}";
        Map<String, String> lies = new LinkedHashMap<>();
        lies.put(
                String.format(array, "FLOAT", "[6,4]", "4096"),
                "its array 'a' cannot have 4096 bytes, where 16 are left");
        lies.put(String.format(array, "FLOAT", "[6,4]", "16"), "takes 96 bytes, but there are 16");
        lies.put(String.format(array, "FLOAT", "[4]", "2147483647"), "cannot have 2147483647 bytes");
        lies.put(String.format(array, "FLOAT", "[4]", "-1"), "cannot have -1 bytes");
        lies.put(String.format(array, "FLOAT", "[4]", "1e300"), "bytes, where 16 are left");
        lies.put(String.format(array, "FLOAT", "[4611686018427387905,4]", "16"), "is too large");
        lies.put(String.format(array, "FLOAT", "[-2,-2]", "16"), "there are no arrays of shape [-2, -2]");
        lies.put(String.format(array, "FLOAT", "[1" + ",1".repeat(40) + "]", "16"), "there are no arrays of shape");
        lies.put(String.format(array, "FLOAT", "[1.5]", "16"), "has the extent 1.5");
        lies.put(String.format(array, "UTF8", "[16]", "16"), "there are no arrays of type 'UTF8'");
        lies.put(String.format(array, "MASK", "[65]", "8"), "takes 16 bytes, but there are 8");
        lies.put(String.format(array, "FLOAT", "[1]", "4"), "12 bytes stand behind its arrays");
        lies.put("{\"facts\":{},\"arrays\":[{\"name\":7}]}", "an array of it");
        lies.put("{\"facts\":[],\"arrays\":[]}", "its header has no facts and arrays");
        lies.put("null", "its header has no facts and arrays");
        lies.put("{\"facts\":{},\"arrays\":[]} 7", "its header cannot be read");
        lies.put("{\"facts\":{},\"facts\":{},\"arrays\":[]}", "its header cannot be read");
        lies.put("[".repeat(5000), "its header cannot be read");
        for (Map.Entry<String, String> lie : lies.entrySet()) {
            Path file = folder.resolve("lie");
            Files.write(file, withChecksum(lie.getKey().getBytes(StandardCharsets.UTF_8), -1));
            assertThatThrownBy(() -> CheckpointFile.read(file))
                    .as(lie.getKey())
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(lie.getValue());
        }
        for (int length : List.of(-1_761_607_640, 828_720_504, Integer.MAX_VALUE, 40)) {
            Path file = folder.resolve("lie");
            Files.write(file, withChecksum("{}".getBytes(StandardCharsets.UTF_8), length));
            assertThatThrownBy(() -> CheckpointFile.read(file))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("its header cannot have " + length + " bytes, where 18 are left");
        }
    }

    /** Returns a file of this header and 16 bytes of arrays; its header's length may be a lie. */
    private static byte[] withChecksum(byte[] header, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + header.length + 16 + 32);
        bytes.put("ESPALIER".getBytes(StandardCharsets.US_ASCII)).putInt(CheckpointFile.VERSION);
        bytes.putInt(length == -1 ? header.length : length).put(header).position(16 + header.length + 16);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.array(), 0, bytes.position());
            return bytes.put(digest.digest()).array();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Archive.JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
