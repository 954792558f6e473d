package org.espalier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.data.Batch;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextTest {
    @TempDir
    Path folder;

    private DataSet open(String text, int length, double test, Text.Input input) throws IOException {
        Path file = Files.writeString(folder.resolve("text.txt"), text);
        return new Text("text.txt", length, test, input).open(name -> file);
    }

    private static String windows(Examples examples, String alphabet) {
        var shown = new StringBuilder();
        for (int i = 0; i < examples.size(); i++) {
            float[] into = new float[Shapes.length(examples.shape())];
            examples.read(i, into, 0);
            for (float value : into) {
                shown.append(alphabet.charAt((int) value));
            }
            shown.append('>');
            for (int step = 0; step < examples.labels(); step++) {
                shown.append(alphabet.charAt(examples.label(i, step)));
            }
            shown.append(' ');
        }
        return shown.toString().strip();
    }

    @Test
    void labelsAreTheCharactersThatFollow() throws IOException {
        DataSet data = open("abcdefghijklmnopqrst", 3, 0.4, Text.Input.INDEX);
        String alphabet = "abcdefghijklmnopqrst";
        assertThat(data.classes()).isEqualTo(20);
        assertThat(windows(data.train(), alphabet)).isEqualTo("abc>bcd def>efg ghi>hij");
        assertThat(windows(data.test(), alphabet)).isEqualTo("mno>nop pqr>qrs");
    }

    @Test
    void validationIsTheEndOfWhatIsTrainedWith() throws IOException {
        DataSet data = open("abcdefghijklmnopqrst", 3, 0, Text.Input.INDEX);
        PreparedData prepared = new Preparation(
                        2, Preparation.Normalise.NONE, List.of(), List.of(), List.of(), 0, List.of())
                .apply(data, 1);
        assertThat(windows(prepared.train(), "abcdefghijklmnopqrst")).isEqualTo("abc>bcd def>efg ghi>hij jkl>klm");
        assertThat(windows(prepared.validation(), "abcdefghijklmnopqrst")).isEqualTo("mno>nop pqr>qrs");
    }

    @Test
    void charactersAreShownAsOnesAmongTheirClasses() throws IOException {
        DataSet data = open("abcabcabc", 2, 0, Text.Input.ONE_HOT);
        assertThat(data.train().shape()).containsExactly(2L, 3L);
        Batch batch = Batches.inOrder(data.train(), data.normalisation(), 2).at(0, 0);
        assertThat(batch.inputs().shape()).containsExactly(2, 2, 3);
        assertThat(batch.inputs().data().asFloat()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0);
        assertThat(batch.labels().shape()).containsExactly(2, 2);
        assertThat(batch.labels().data().asInt()).containsExactly(1, 2, 0, 1);
    }

    @Test
    void anyScriptHasItsCharacters() throws IOException {
        DataSet data = open("ü😀ü😀ü", 1, 0, Text.Input.INDEX);
        assertThat(data.classes()).isEqualTo(2);
        assertThat(data.train().size()).isEqualTo(4);
    }

    @Test
    void moreCharactersThanAByteHoldsAreRefused() {
        String text = IntStream.range(0x4e00, 0x4e00 + 300)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThatThrownBy(() -> open(text, 4, 0, Text.Input.INDEX))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("text.txt: expected at most 256 different characters, found 300. Replace the rare"
                        + " ones, or split the text into bytes.");
    }

    @Test
    void aTextThatIsTooShortIsRefused() {
        assertThatThrownBy(() -> open("abcdef", 6, 0, Text.Input.INDEX))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("expected more than 6 characters to train with, found 6");
    }

    @Test
    void imagesCanBeShownAsSequences() {
        var images = new FakeExamples(4, List.of(1L, 2L, 3L));
        var data = new DataSet("images", 10, images, images, DataSet.Normalisation.NONE);
        var preparation =
                new Preparation(0, Preparation.Normalise.NONE, List.of(), List.of(), List.of(), 0, List.of(2L, 3L));
        PreparedData prepared = preparation.apply(data, 1);
        assertThat(prepared.shape()).containsExactly(2L, 3L);
        assertThat(prepared.training(2, 1).at(0, 0).inputs().shape()).containsExactly(2, 2, 3);
        var wrong = new Preparation(0, Preparation.Normalise.NONE, List.of(), List.of(), List.of(), 0, List.of(2L, 2L));
        assertThatThrownBy(() -> wrong.apply(data, 1))
                .hasMessage("'shape' is [2, 2], which has 4 values, but an example has 6 ([1, 2, 3])");
    }
}
