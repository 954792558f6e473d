package org.espalier.engine.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvTest {
    private static final String GOOD = "width,kind,height\n1.5,0,-2\n\n3e1,1,.25\n";

    @TempDir
    private Path folder;

    @Test
    void oneColumnIsTheLabelAndAllOthersAreFeatures() throws IOException {
        DataSet data = open(GOOD, "\ufeffwidth, \"kind\" ,height\r\n\"7\",0,8\r\n", plain("kind"));

        assertThat(data.name()).isEqualTo("csv");
        assertThat(data.classes()).isEqualTo(2);
        assertThat(data.normalisation()).isEqualTo(DataSet.Normalisation.NONE);
        assertThat(data.train().shape()).containsExactly(2L);
        assertThat(data.train().size()).isEqualTo(2);
        assertThat(data.train().label(1)).isEqualTo(1);
        float[] row = new float[3];
        data.train().read(1, row, 1);
        assertThat(row).containsExactly(0f, 30f, 0.25f);
        data.test().read(0, row, 0);
        assertThat(row).containsExactly(7f, 8f, 0.25f);
    }

    @Test
    void labelsByNumberWordsAndShapes() throws IOException {
        var options = new Csv("train", "test", "1", false, ";", 0, List.of("cat", "dog"), List.of(1, 2, 2));
        DataSet data = open("dog;1;2;3;4\n", "cat;5;6;7;8\ncat;0;0;0;0\n", options);
        assertThat(data.classes()).isEqualTo(2);
        assertThat(data.train().shape()).containsExactly(1L, 2L, 2L);
        assertThat(data.train().label(0)).isEqualTo(1);
        assertThat(data.test().label(1)).isEqualTo(0);
    }

    @Test
    void fingerprintsTellContentsApart() throws IOException {
        String one = open(GOOD, GOOD, plain("kind")).train().fingerprint();
        assertThat(open(GOOD + "\n", GOOD, plain("2")).train().fingerprint()).isEqualTo(one);
        assertThat(open(GOOD.replace("1.5", "1.25"), GOOD, plain("kind"))
                        .train()
                        .fingerprint())
                .isNotEqualTo(one);
        assertThat(open(GOOD.replace("30", "31").replace(",1,", ",2,"), GOOD, plain("kind"))
                        .train()
                        .fingerprint())
                .isNotEqualTo(one);
    }

    @Test
    void mistakesAreNamedWithTheirLine() throws IOException {
        assertThat(train("width,kind,height\n1,0,2\n1,0\n"))
                .isEqualTo("DIR/train:3: expected 3 columns, found 2. Correct the line, or set 'separator'.");
        assertThat(train("width,kind,height\n1,0,2\n\n1,0,x2\n"))
                .isEqualTo("DIR/train:4: expected a number in column 'height', found 'x2'.");
        for (String number : List.of("NaN", "1f", "0x1p3", "1e99", "", "1.2.3", "-", "١")) {
            assertThat(train("width,kind,height\n1,0," + number + "\n"))
                    .isEqualTo("DIR/train:2: expected a number in column 'height', found '" + number + "'.");
        }
        assertThat(train("width,kind,height\n1,1.0,2\n"))
                .isEqualTo(
                        "DIR/train:2: expected a label that is a whole number from 0, found '1.0' in column 'kind'. Labels"
                                + " that are words need 'class-names'.");
        assertThat(train("width,kind,height\n1,\"0,2\n"))
                .isEqualTo("DIR/train:2: a double quote is not closed on this line.");
        assertThat(train("width;kind;height\n"))
                .isEqualTo(
                        "DIR/train:1: expected a label and at least one feature, found a single column. Set 'separator'.");
        assertThat(train("width,sort,height\n"))
                .isEqualTo(
                        "DIR/train:1: there is no column 'kind' to take labels from; there are width, sort, height. Set"
                                + " 'label' to a name, or a number from 1.");
        assertThat(train("")).isEqualTo("DIR/train: expected at least one example, found an empty file.");
        assertThat(train("width,kind,height\n"))
                .isEqualTo("DIR/train: expected at least one example, found only the line that names the columns.");
    }

    @Test
    void mistakesInTheTestFile() throws IOException {
        assertThat(message(GOOD, "width,height,kind\n1,0,1\n", plain("kind")))
                .isEqualTo(
                        "DIR/test:1: expected the columns of the training file (width, kind, height), found width, height,"
                                + " kind.");
        assertThat(message(GOOD, "width,kind,height\n1,0,1\n1,2,1\n", plain("kind")))
                .isEqualTo("DIR/test:3: expected a label from 0 to 1, found 2. Set 'classes', or correct the line.");
    }

    @Test
    void mistakesInOptions() throws IOException {
        var headless = new Csv("train", "test", "4", false, ",", 0, List.of(), List.of());
        assertThat(message("1,2,3\n", "1,2,3\n", headless))
                .isEqualTo(
                        "DIR/train:1: there is no column '4' to take labels from; there are columns 1 to 3. Set 'label'.");
        var named = new Csv("train", "test", "2", false, ",", 0, List.of(), List.of());
        assertThat(message(GOOD, GOOD, named))
                .isEqualTo(
                        "DIR/train:1: expected a number in column '1', found 'width'. If the first line names the columns,"
                                + " set header: true.");
        var few = new Csv("train", "test", "kind", true, ",", 1, List.of(), List.of());
        assertThat(message(GOOD, GOOD, few))
                .isEqualTo("DIR/train:4: expected a label from 0 to 0, found 1. Set 'classes', or correct the line.");
        var words = new Csv("train", "test", "kind", true, ",", 0, List.of("cat", "dog"), List.of());
        assertThat(message(GOOD, GOOD, words))
                .isEqualTo("DIR/train:2: expected one of the labels cat, dog, found '0'. Correct the line, or add it to"
                        + " 'class-names'.");
        var shaped = new Csv("train", "test", "kind", true, ",", 0, List.of(), List.of(1, 2, 2));
        assertThat(message(GOOD, GOOD, shaped))
                .isEqualTo(
                        "DIR/train: expected as many features as the shape [1, 2, 2] has values, found 2. Change 'shape', or"
                                + " leave it out.");
        assertThatThrownBy(() -> new Csv("train", "test", "kind", true, ",", 3, List.of("cat", "dog"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'classes' is 3 but 'class-names' has 2 names; leave 'classes' out");
    }

    @Test
    void filesThatAreNoText() throws IOException {
        Files.write(folder.resolve("train"), new byte[] {'a', ',', 'b', '\n', (byte) 0xff, (byte) 0xfe});
        assertThat(messageOf(plain("a")))
                .isEqualTo("DIR/train: expected text in UTF-8, found other bytes. Save it as UTF-8.");
        Files.delete(folder.resolve("train"));
        assertThat(messageOf(plain("a"))).isEqualTo("there is no 'train' in DIR");
    }

    @Test
    void gzippedTables() throws IOException {
        Files.write(folder.resolve("train"), TestFiles.gzip("a,b\n1,2\n".getBytes(UTF_8)));
        Files.writeString(folder.resolve("test"), "a,b\n1,2\n");
        DataSet data = plain("a").open(TestFiles.in(folder));
        assertThat(data.train().fingerprint()).isEqualTo(data.test().fingerprint());
    }

    private static Csv plain(String label) {
        return new Csv("train", "test", label, true, ",", 0, List.of(), List.of());
    }

    private DataSet open(String train, String test, Csv options) throws IOException {
        Files.writeString(folder.resolve("train"), train);
        Files.writeString(folder.resolve("test"), test);
        return options.open(TestFiles.in(folder));
    }

    private String train(String content) throws IOException {
        return message(content, GOOD, plain("kind"));
    }

    private String message(String train, String test, Csv options) throws IOException {
        Files.writeString(folder.resolve("train"), train);
        Files.writeString(folder.resolve("test"), test);
        return messageOf(options);
    }

    private String messageOf(Csv options) {
        return catchThrowableOfType(DataException.class, () -> options.open(TestFiles.in(folder)))
                .getMessage()
                .replace(folder.toString(), "DIR");
    }
}
