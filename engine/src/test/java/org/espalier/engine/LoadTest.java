package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.api.format.ModelImage;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.config.Problem;
import org.espalier.engine.format.Safetensors;
import org.espalier.engine.run.StopSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code load} takes from a file, and what it refuses. */
final class LoadTest {
    private static final ParamId HIDDEN = ParamId.of("fc1", "weight");
    private static final ParamId LAST = ParamId.of("fc2", "weight");

    @TempDir
    private Path folder;

    private ModelImage run(String name, String pipeline) throws IOException {
        Files.writeString(folder.resolve("t.csv"), "a,b,c,d,y\n" + "1,2,3,4,0\n4,3,2,1,1\n".repeat(5));
        Path file = Files.writeString(folder.resolve(name + ".yaml"), pipeline);
        Path run = Engine.create(new EngineOptions(List.of(), folder))
                .run(
                        file,
                        new RunOptions(List.of(), folder.resolve(name), false),
                        new RunListener() {},
                        new StopSignal());
        return new Safetensors().read(run.resolve("model.safetensors"));
    }

    private static String pipeline(int seed, int classes, String stages) {
        return "seed: " + seed + "\nmodel: { mlp: { layers: [4, 3, " + classes
                + "] } }\ndata: { csv: { train: t.csv, test: t.csv, label: y, classes: " + classes + " } }\npipeline:\n"
                + stages
                + "  - save\n";
    }

    private static float[] values(ModelImage image, ParamId id) {
        return Flat.copy(image.tensors().get(id));
    }

    /** A network for two classes, half of whose weights are masked. */
    private ModelImage donor() throws IOException {
        ModelImage donor = run(
                "donor",
                pipeline(
                        1,
                        2,
                        "  - prune: { policy: { prune: { criterion: random, distribution: global, keep: 0.5 } } }\n"));
        new Safetensors().write(donor, folder.resolve("donor.safetensors"));
        return donor;
    }

    @Test
    void aPartIsLoadedAndTheRestStaysAsItIs() throws IOException {
        ModelImage donor = donor();
        ModelImage fresh = run("fresh", pipeline(2, 5, ""));
        ModelImage mixed = run("mixed", pipeline(2, 5, "  - load: { file: donor.safetensors, except: ['fc2'] }\n"));
        assertThat(values(mixed, HIDDEN)).isEqualTo(values(donor, HIDDEN));
        assertThat(mixed.masks().get(HIDDEN)).isEqualTo(donor.masks().get(HIDDEN));
        assertThat(values(mixed, LAST)).isEqualTo(values(fresh, LAST));
        assertThat(mixed.masks().get(LAST).density()).isEqualTo(1);
        ModelImage only = run("only", pipeline(2, 5, "  - load: { file: donor.safetensors, only: ['fc1.*'] }\n"));
        assertThat(values(only, HIDDEN)).isEqualTo(values(donor, HIDDEN));
        assertThat(values(only, LAST)).isEqualTo(values(fresh, LAST));
    }

    @Test
    void theWholeMustFitUnlessAPartIsAskedFor() throws IOException {
        donor();
        assertThatThrownBy(() -> run("whole", pipeline(2, 5, "  - load: donor.safetensors\n")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("it has 'fc2.weight' in shape [2, 3] where the network has [5, 3]")
                .hasMessageContaining("what is not to be loaded goes under 'except'");
    }

    @Test
    void anotherActivationIsAWarningAndAnotherDropoutIsNone() throws IOException {
        donor();
        String load = pipeline(2, 2, "  - load: donor.safetensors\n");
        assertThat(warnings(load)).isEmpty();
        assertThat(warnings(load.replace("2] }", "2], dropout: 0.5 }"))).isEmpty();
        assertThat(warnings(load.replace("2] }", "2], activation: tanh }")))
                .containsExactly("load: 'donor.safetensors': the file's network computes otherwise: its Relu"
                        + " 'relu1' is Tanh 'tanh1' here. If that is not meant, give 'model' what the file has");
        foreign(1);
        assertThat(warnings(load.replace("2] }", "2], activation: tanh }").replace("donor", "foreign")))
                .isEmpty();
    }

    private List<String> warnings(String pipeline) throws IOException {
        Path file = Files.writeString(folder.resolve("checked.yaml"), pipeline);
        return Engine.create(new EngineOptions(List.of(), folder)).check(file, List.of()).warnings().stream()
                .map(Problem::message)
                .toList();
    }

    @Test
    void aPatternThatMatchesNothingIsRefused() throws IOException {
        donor();
        assertThatThrownBy(() ->
                        run("slip", pipeline(2, 2, "  - load: { file: donor.safetensors, except: ['fc3.weight'] }\n")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "load: 'fc3.weight' matches nothing that the file or the network holds. Did you mean"
                                + " 'fc1.weight' or 'fc2.weight'?");
    }

    @Test
    void valuesThatAreNotFiniteAreRefusedUnlessAllowed() throws IOException {
        for (float wrong : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            foreign(wrong);
            assertThatThrownBy(() -> run("refused" + wrong, pipeline(1, 2, "  - load: foreign.safetensors\n")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("foreign.safetensors: 'fc1.weight' [3, 4] is " + wrong + " at [1, 2].")
                    .hasMessageContaining("'allow-non-finite: true'");
            ModelImage loaded = run(
                    "allowed" + wrong,
                    pipeline(1, 2, "  - load: { file: foreign.safetensors, allow-non-finite: true }\n"));
            assertThat(values(loaded, HIDDEN)[6]).isEqualTo(Float.valueOf(wrong));
        }
    }

    @Test
    void aMeasureThatIsNoNumberEndsTheRunInWords() throws IOException {
        foreign(Float.NaN);
        String stages = """
              - load: { file: foreign.safetensors, allow-non-finite: true }
              - evaluate: { split: test }
            """;
        assertThatThrownBy(() -> run("measured", pipeline(1, 2, stages)))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("measured.yaml:6:5: evaluate: test.loss after step 0 of the run is not a number."
                        + " Weights are not finite: train with a lower learning rate or with gradient-clip, or load"
                        + " other weights");
        assertThat(Files.readString(only(folder.resolve("measured")).resolve("metrics.csv")))
                .contains("test.loss,NaN");
    }

    private static Path only(Path runs) throws IOException {
        try (Stream<Path> inside = Files.list(runs)) {
            return inside.findFirst().orElseThrow();
        }
    }

    @Test
    void manyArraysThatAreUnknownMakeAShortMessage() throws IOException {
        var header = new StringBuilder("{");
        for (int i = 0; i < 5000; i++) {
            header.append(i == 0 ? "" : ",")
                    .append("\"l" + i + ".w\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        write("foreign.safetensors", header.append("}").toString(), new float[0]);
        assertThatThrownBy(() -> run("many", pipeline(1, 2, "  - load: foreign.safetensors\n")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has 'l0.w' [0], which the network has not")
                .hasMessageContaining("and 4994 more")
                .satisfies(refused -> assertThat(refused.getMessage().length()).isLessThan(2000));
    }

    /** The arrays of the network, all ones but one value. */
    private void foreign(float wrong) throws IOException {
        float[] values = new float[12 + 3 + 6 + 2];
        Arrays.fill(values, 1);
        values[6] = wrong;
        write(
                "foreign.safetensors",
                "{\"fc1.weight\":{\"dtype\":\"F32\",\"shape\":[3,4],\"data_offsets\":[0,48]},"
                        + "\"fc1.bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[48,60]},"
                        + "\"fc2.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[60,84]},"
                        + "\"fc2.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[84,92]}}",
                values);
    }

    private void write(String name, String header, float[] values) throws IOException {
        byte[] head = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + head.length + 4 * values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(head.length)
                .put(head);
        for (float value : values) {
            bytes.putFloat(value);
        }
        Files.write(folder.resolve(name), bytes.array());
    }
}
