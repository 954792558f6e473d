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
        var options = new Csv("train", "test", "1", false, ";", 0, List.of("cat", "dog"), List.of(1, 2, 2), 0, false);
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
        for (String label : List.of("1.5", "-1", "x", "")) {
            assertThat(train("width,kind,height\n1," + label + ",2\n"))
                    .isEqualTo("DIR/train:2: expected a label that is a whole number from 0, found '" + label
                            + "' in column 'kind'. Labels that are words need 'class-names'.");
        }
        assertThat(train("width,kind,height\n1,\"0,2\n"))
                .isEqualTo("DIR/train:2: a double quote that opens a field is not closed up to the end of the file.");
        assertThat(train("width,kind,height\n\"1\"x,0,2\n"))
                .isEqualTo("DIR/train:2: something stands between the double quote that closes a field and the next"
                        + " separator. Double a quote that belongs to the field.");
        assertThat(train("width;kind;height\n"))
                .isEqualTo("DIR/train:1: expected a label and at least one feature, found a single column. Set"
                        + " 'separator'.");
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
                .isEqualTo("DIR/test:1: expected the columns of the training file (width, kind, height), found width,"
                        + " height, kind.");
        assertThat(message(GOOD, "width,kind,height\n1,0,1\n1,2,1\n", plain("kind")))
                .isEqualTo("DIR/test:3: expected a label from 0 to 1, found 2. Set 'classes', or correct the line.");
    }

    @Test
    void mistakesInOptions() throws IOException {
        var headless = new Csv("train", "test", "4", false, ",", 0, List.of(), List.of(), 0, false);
        assertThat(message("1,2,3\n", "1,2,3\n", headless))
                .isEqualTo("DIR/train:1: there is no column '4' to take labels from; there are columns 1 to 3. Set"
                        + " 'label'.");
        var named = new Csv("train", "test", "2", false, ",", 0, List.of(), List.of(), 0, false);
        assertThat(message(GOOD, GOOD, named))
                .isEqualTo("DIR/train:1: expected a number in column '1', found 'width'. If the first line names the"
                        + " columns, set header: true.");
        var few = new Csv("train", "test", "kind", true, ",", 1, List.of(), List.of(), 0, false);
        assertThat(message(GOOD, GOOD, few))
                .isEqualTo("DIR/train:4: expected a label from 0 to 0, found 1. Set 'classes', or correct the line.");
        var words = new Csv("train", "test", "kind", true, ",", 0, List.of("cat", "dog"), List.of(), 0, false);
        assertThat(message(GOOD, GOOD, words))
                .isEqualTo("DIR/train:2: expected one of the labels cat, dog, found '0'. Correct the line, or add it to"
                        + " 'class-names'.");
        var shaped = new Csv("train", "test", "kind", true, ",", 0, List.of(), List.of(1, 2, 2), 0, false);
        assertThat(message(GOOD, GOOD, shaped))
                .isEqualTo("DIR/train: expected as many features as the shape [1, 2, 2] has values, found 2. Change"
                        + " 'shape', or leave it out.");
        assertThatThrownBy(() ->
                        new Csv("train", "test", "kind", true, ",", 3, List.of("cat", "dog"), List.of(), 0, false))
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
        Files.write(folder.resolve("train"), TestFiles.gzip("a,b\n0,2\n".getBytes(UTF_8)));
        Files.writeString(folder.resolve("test"), "a,b\n0,2\n");
        DataSet data = plain("a").open(TestFiles.in(folder));
        assertThat(data.train().fingerprint()).isEqualTo(data.test().fingerprint());
    }

    @Test
    void quotedFieldsMayGoOverLinesAndAllLinesCount() throws IOException {
        String header = "\ufeff\"width\nin \"\"cm\"\"\",kind,\"a,b\"\r\n";
        DataSet data = open(header + "1,0,2\n\n\"3\n\",1,4\n", header + "1,0,2\n", plain("kind"));
        assertThat(data.train().size()).isEqualTo(2);
        float[] row = new float[2];
        data.train().read(1, row, 0);
        assertThat(row).containsExactly(3, 4);
        assertThat(train(header + "1,0,2\n\n\"3\n\",1,4\n5,0\n"))
                .isEqualTo("DIR/train:7: expected 3 columns, found 2. Correct the line, or set 'separator'.");
        assertThat(train("width,kind,height\r1,0,2\r1,0\r")).startsWith("DIR/train:3: expected 3 columns, found 2.");
    }

    @Test
    void aColumnNamedTwiceIsRefused() throws IOException {
        assertThat(train("width,kind,height,kind\n1,0,2,1\n"))
                .isEqualTo("DIR/train:1: the column 'kind' is there twice, as column 2 and 4. Rename one of them, or"
                        + " remove it.");
        assertThat(train("width,kind,width\n1,0,2\n")).startsWith("DIR/train:1: the column 'width' is there twice");
    }

    @Test
    void labelsMayCountFromOneWhenThatIsSaid() throws IOException {
        String table = "width,kind,height\n1,1,2\n1,3,2\n1,2.0,3\n";
        assertThat(train(table))
                .isEqualTo("DIR/train: labels run from 1 to 3 and none is 0. Set 'first-label: 1' if they count from"
                        + " there, or set 'classes: 4' if some classes have no examples.");
        var fromOne = new Csv("train", "test", "kind", true, ",", 0, List.of(), List.of(), 1, false);
        DataSet data = open(table, table, fromOne);
        assertThat(data.classes()).isEqualTo(3);
        assertThat(data.train().label(0)).isZero();
        assertThat(data.train().label(2)).isEqualTo(1);
        assertThat(message(table.replace("1,1,2", "1,0,2"), table, fromOne))
                .startsWith("DIR/train:2: expected a label that is a whole number from 1, found '0'");
        assertThat(message(table, table.replace("1,3,2", "1,4,2"), fromOne))
                .isEqualTo("DIR/test:3: expected a label from 1 to 3, found 4. Set 'classes', or correct the line.");
        var four = new Csv("train", "test", "kind", true, ",", 4, List.of(), List.of(), 0, false);
        assertThat(open(table, table, four).classes()).isEqualTo(4);
    }

    @Test
    void labelsMayBeWrittenAsDecimals() throws IOException {
        DataSet data = open("width,kind\n1,0.0\n2,1.\n3,2.00\n", "width,kind\n1,1\n", plain("kind"));
        assertThat(data.classes()).isEqualTo(3);
        assertThat(data.train().label(2)).isEqualTo(2);
    }

    @Test
    void identifiersAreNotTakenForLabels() throws IOException {
        var rows = new StringBuilder("width,kind\n");
        for (int i = 0; i < 300; i++) {
            rows.append("1,").append(i).append('\n');
        }
        String refused = " examples, which looks like identifiers or measurements and not like classes. Set 'label' to"
                + " another column, or 'classes' to how many there are.";
        assertThat(message(rows.toString(), rows.toString(), plain("kind")))
                .isEqualTo("DIR/train: the column 'kind' has 300 different labels up to 299 in 300" + refused);
        assertThat(message("width,kind\n1,0\n1,20011\n", "width,kind\n1,0\n", plain("kind")))
                .isEqualTo("DIR/train: the column 'kind' has 2 different labels up to 20011 in 2" + refused);
        var meant = new Csv("train", "test", "kind", true, ",", 300, List.of(), List.of(), 0, false);
        assertThat(open(rows.toString(), rows.toString(), meant).classes()).isEqualTo(300);
    }

    @Test
    void numbersMayHaveADecimalComma() throws IOException {
        String table = "width;kind\n1,5;0\n-,25;1,0\n1e1;0\n";
        var comma = new Csv("train", "test", "kind", true, ";", 0, List.of(), List.of(), 0, true);
        DataSet data = open(table, table, comma);
        float[] row = new float[1];
        data.train().read(1, row, 0);
        assertThat(row).containsExactly(-0.25f);
        var point = new Csv("train", "test", "kind", true, ";", 0, List.of(), List.of(), 0, false);
        assertThat(message(table, table, point))
                .isEqualTo(
                        "DIR/train:2: expected a number in column 'width', found '1,5'. If numbers are written with a"
                                + " comma, set decimal-comma: true.");
        assertThat(message("width;kind\n1.000,5;0\n", table, comma))
                .isEqualTo("DIR/train:2: expected a number in column 'width', found '1.000,5'.");
    }

    @Test
    void whatGrowsLikeNoTableIsRefusedByName() throws IOException {
        Files.write(folder.resolve("train"), TestFiles.gzip(("a,b\n" + "0,0\n".repeat(5_000_000)).getBytes(UTF_8)));
        assertThat(messageOf(plain("a")))
                .startsWith("DIR/train: ")
                .endsWith(" bytes unpack to more than 250 times as many, as no data do. If they are meant, unpack the"
                        + " file.");
        Files.writeString(folder.resolve("train"), "a,b\n1,\"" + "0".repeat(5_000_000));
        assertThat(messageOf(plain("a")))
                .isEqualTo("DIR/train:2: this record has more than 4194304 characters, which no table of numbers needs."
                        + " Close the double quote, or get the file again.");
    }

    @Test
    void namesFromTheFileAreShownWithoutWhatATerminalObeys() throws IOException {
        assertThat(train("width,kind,\u001b[31mred\n1,0,x\u0007\n"))
                .isEqualTo("DIR/train:2: expected a number in column '\\u001b[31mred', found 'x\\u0007'.");
    }

    @Test
    void separatorsAndShapesThatCannotBe() throws IOException {
        assertThatThrownBy(() -> new Csv("a", "b", "c", true, "\"", 0, List.of(), List.of(), 0, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'separator' cannot be a double quote or the end of a line");
        var large = new Csv(
                "train", "test", "kind", true, ",", 0, List.of(), List.of(2_000_000_000, 2_000_000_000, 3), 0, false);
        assertThat(message(GOOD, GOOD, large)).contains("expected as many features as the shape");
    }

    private static Csv plain(String label) {
        return new Csv("train", "test", label, true, ",", 0, List.of(), List.of(), 0, false);
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
