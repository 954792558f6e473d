package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.format.ModelImage;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link ModelFormat} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface ModelFormatContract {
    /** Returns the format under test; each call an equal one. */
    ModelFormat modelFormat();

    /**
     * Returns whether files carry no checksum, so that an altered value is read as it stands.
     *
     * @return {@code false}: an altered file is refused
     */
    default boolean modelFormatHasNoChecksum() {
        return false;
    }

    /**
     * Returns whether masks and notes are not part of the format; masked weights are zeros then.
     *
     * @return {@code false}: masks and notes come back
     */
    default boolean modelFormatLosesMasksAndNotes() {
        return false;
    }

    /** What was written is what is read. */
    @Test
    default void modelFormatReadsWhatItWrote(@TempDir Path directory) throws IOException {
        for (FakeNetwork network : List.of(FakeNetwork.mlp(), FakeNetwork.convolutional())) {
            ModelImage image = image(network);
            Path file = write(image, directory);
            ModelImage back = modelFormat().read(file);
            Files.delete(file);
            assertThat(back.layers()).isEqualTo(image.layers());
            assertThat(back.inputShape()).isEqualTo(image.inputShape());
            assertThat(back.tensors().byId().keySet())
                    .containsExactlyElementsOf(image.tensors().byId().keySet());
            image.tensors().byId().forEach((id, array) -> {
                assertThat(back.tensors().get(id).shape()).isEqualTo(array.shape());
                assertThat(Untouched.values(back.tensors().get(id))).isEqualTo(Untouched.values(array));
            });
            if (!modelFormatLosesMasksAndNotes()) {
                assertThat(back.masks()).isEqualTo(image.masks());
                assertThat(back.notes()).isEqualTo(image.notes());
            }
        }
    }

    /** Of what was written, only what is wanted is read; everything else about the model comes along. */
    @Test
    default void modelFormatReadsWhatIsWanted(@TempDir Path directory) throws IOException {
        ModelImage image = image(FakeNetwork.mlp());
        Path file = write(image, directory);
        ParamId wanted = image.tensors().byId().keySet().iterator().next();
        ModelImage part = modelFormat().read(file, wanted::equals);
        assertThat(part.tensors().byId().keySet()).containsExactly(wanted);
        assertThat(Untouched.values(part.tensors().get(wanted)))
                .isEqualTo(Untouched.values(image.tensors().get(wanted)));
        assertThat(part.layers()).isEqualTo(image.layers());
        assertThat(part.inputShape()).isEqualTo(image.inputShape());
        if (!modelFormatLosesMasksAndNotes()) {
            assertThat(part.notes()).isEqualTo(image.notes());
            assertThat(part.masks().byId().keySet()).isSubsetOf(wanted);
        }
    }

    /** Writing changes nothing, and the same model gives the same bytes. */
    @Test
    default void modelFormatWritesTheSameTwice(@TempDir Path directory) throws IOException {
        ModelImage image = image(FakeNetwork.mlp());
        var untouched = new Untouched();
        image.tensors().byId().forEach((id, array) -> untouched.and(id.toString(), array));
        byte[] once = Files.readAllBytes(write(image, directory));
        byte[] again = Files.readAllBytes(write(image, directory));
        untouched.verify();
        assertThat(again).isEqualTo(once);
    }

    /** A file that was cut off anywhere is refused in words that name it. */
    @Test
    default void modelFormatRefusesATruncatedFile(@TempDir Path directory) throws IOException {
        Path whole = write(image(FakeNetwork.mlp()), directory);
        byte[] bytes = Files.readAllBytes(whole);
        for (int length : new int[] {0, 1, 7, 64, bytes.length / 2, bytes.length - 4, bytes.length - 1}) {
            refuses(whole, Arrays.copyOf(bytes, length));
        }
    }

    /** A file in which a byte was altered is refused in words that name it. */
    @Test
    default void modelFormatRefusesAnAlteredFile(@TempDir Path directory) throws IOException {
        if (modelFormatHasNoChecksum()) {
            return;
        }
        Path whole = write(image(FakeNetwork.mlp()), directory);
        byte[] bytes = Files.readAllBytes(whole);
        for (int place : new int[] {0, 9, bytes.length / 3, bytes.length / 2, bytes.length - 1}) {
            byte[] altered = bytes.clone();
            altered[place] ^= 0x10;
            refuses(whole, altered);
        }
    }

    /** A file of another kind is refused in words that name it. */
    @Test
    default void modelFormatRefusesAnotherKindOfFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("model." + modelFormat().extension());
        refuses(file, "layers: [784, 300, 100, 10]\n".repeat(40).getBytes(StandardCharsets.UTF_8));
    }

    private void refuses(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        assertThatThrownBy(() -> modelFormat().read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.getFileName().toString());
    }

    private Path write(ModelImage image, Path directory) throws IOException {
        Path file = directory.resolve("model." + modelFormat().extension());
        Files.deleteIfExists(file);
        modelFormat().write(image, file);
        return file;
    }

    private static ModelImage image(FakeNetwork network) {
        var masks = network.someAlive(0.3);
        var running = network.masked(masks);
        var tensors = Tensors.of(running.params(), info -> running.effective(info.id()));
        Map<String, String> notes = Map.of("seed", "42", "remark", "ü, \"quotes\"\nand lines");
        return new ModelImage(network.layers(), network.inputShape(), tensors, masks, notes);
    }
}
