package org.espalier.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text that is no pipeline file, by mistake or on purpose. */
final class HostileYamlTest {
    @Test
    void anAliasBombIsRefusedBeforeItGoesOff() {
        String bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
                + IntStream.range(1, 20)
                        .mapToObj(i -> "a" + i + ": &a" + i + " ["
                                + IntStream.range(0, 10)
                                        .mapToObj(ignored -> "*a" + (i - 1))
                                        .collect(Collectors.joining(", "))
                                + "]\n")
                        .collect(Collectors.joining());

        assertThat(problem(bomb))
                .isEqualTo("p.yaml:6:10: with its aliases written out this is more than 200,000 values or 8,388,608"
                        + " characters, which no pipeline file needs");
    }

    @Test
    void manyAliasesOfALongTextAreRefused() {
        String text = "a: &a " + "x".repeat(100_000) + "\nb: [" + "*a, ".repeat(100) + "]";

        assertThat(problem(text)).startsWith("p.yaml:2:333: with its aliases written out this is more than");
    }

    @Test
    void anAliasOfWhatItStandsInIsRefused() {
        assertThat(problem("a: &a [1, *a]")).isEqualTo("p.yaml:1:11: the alias '*a' stands inside of what it repeats");
        assertThat(problem("a: *b")).isEqualTo("p.yaml:1:4: the alias '*b' repeats nothing: no '&b' stands before it");
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "a: " + "[".repeat(100_000);

        assertThat(problem(deep)).isEqualTo("p.yaml:1:103: lists and mappings are nested more than 100 deep here");
        assertThat(problem("{".repeat(100_000)))
                .isEqualTo("p.yaml:1:101: lists and mappings are nested more than 100 deep here");
        assertThat(problem("- ".repeat(100_000)))
                .isEqualTo("p.yaml:1:201: lists and mappings are nested more than 100 deep here");
    }

    @Test
    void escapesAndTagsThatAreCutOffAreRefusedAtTheirPlace() {
        for (String text :
                List.of("a: \"\\x", "a: \"\\x4", "a: \"\\u12", "a: \"\\U0011", "a: \"\\x\"", "a: \"\\u!%4")) {
            assertThat(problem(text)).as(text).startsWith("p.yaml:1:").contains("is not valid YAML: ");
        }
        assertThat(problem("a: \"\\U00110000\"")).startsWith("p.yaml:1:").contains("is not valid YAML: ");
        for (String text :
                List.of("! ", "!<", "!<>", "!<!", "!<  > a", "!!", "!\u00a0a", "a: !<tag:yaml.org,2002:str ", "~s")) {
            assertThat(problems(text)).as(text).isNotEmpty().allSatisfy(line -> assertThat(line)
                    .startsWith("p.yaml:1:"));
        }
    }

    @Test
    void windowsPathsAreToldHowTheyAreWritten() {
        assertThat(problem("a: \"C:\\data\\train.csv\""))
                .isEqualTo("p.yaml:1:8: is not valid YAML: while scanning a double-quoted scalar, found unknown escape"
                        + " character d(100). In double quotes a \\ begins an escape; a path with \\ stands in single"
                        + " quotes, or is written with /");
        assertThat(problem("a: \"C:\\users\"")).contains("a path with \\ stands in single quotes");
        assertThat(problem("a: \"C:\\xyz\"")).contains("a path with \\ stands in single quotes");
    }

    @Test
    void placesAreWrittenInPlainDigitsEverywhere() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(problems("a: 1\nb: 2\na: 3"))
                    .contains("p.yaml:3:1: 'a' is written twice; it already stands at 1:1");
            assertThat(problem("a: " + "x".repeat(1_100_000))).contains("1,100,000 characters");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void hugeTextsAreRefused() {
        assertThat(problem("a: " + "x".repeat(1_050_000)))
                .isEqualTo("p.yaml:1:4: this value has 1,050,000 characters, which no option needs");
        assertThat(problem("#" + "x".repeat(4_200_000)))
                .isEqualTo("p.yaml: is larger than 4 MB, which no pipeline file needs");
    }

    @Test
    void aNameWrittenTwiceIsRefusedWithBothPlaces() {
        assertThat(problems("seed: 1\nmodel: lenet-5\npipeline: [ evaluate ]\nseed: 2\nmodel: lenet-5"))
                .containsExactly(
                        "p.yaml:4:1: 'seed' is written twice; it already stands at 1:1",
                        "p.yaml:5:1: 'model' is written twice; it already stands at 2:1");
    }

    @Test
    void aFileIsOneMapping() {
        assertThat(problem("")).isEqualTo("p.yaml:1:1: the file is empty");
        assertThat(problem("# nothing yet\n")).isEqualTo("p.yaml:1:1: the file is empty");
        assertThat(problem("---\n")).isEqualTo("p.yaml:2:1: the file is empty");
        assertThat(problem("- train"))
                .isEqualTo("p.yaml:1:1: the file must be a mapping of options, such as 'seed: 42', but is a list");
        assertThat(problem("train"))
                .isEqualTo("p.yaml:1:1: the file must be a mapping of options, such as 'seed: 42', but is 'train'");
        assertThat(problem("seed: 1\n---\nseed: 2"))
                .isEqualTo("p.yaml:2:1: a second document begins here; a file holds one. Remove the '---'.");
    }

    @Test
    void whatIsNoYamlIsRefusedWhereItGoesWrong() {
        assertThat(problem("model:\n\tlenet-5")).isEqualTo("p.yaml:2:1: a tab cannot stand here; indent with spaces");
        assertThat(problem("a: [1, 2")).startsWith("p.yaml:1:9: is not valid YAML: while parsing a flow sequence");
        assertThat(problem("a: 1\n b: 2")).startsWith("p.yaml:2:3: is not valid YAML: ");
        assertThat(problem("a: \"x")).startsWith("p.yaml:1:6: is not valid YAML: while scanning a quoted scalar");
        assertThat(problem("a: 1\nb: x\u0000y")).isEqualTo("p.yaml:2:5: the character U+0000 cannot stand in YAML");
        assertThat(problem("a: %x")).startsWith("p.yaml:1:4: is not valid YAML: ");
        assertThat(problems("{ [a]: 1 }"))
                .contains("p.yaml:1:3: a name must stand before the ':', but here stands a list");
    }

    @Test
    void tagsMeanNothing() {
        assertThat(problems("seed: !!java.net.URL x\nmodel: !lenet lenet-5\npipeline: !!set { evaluate }"))
                .contains(
                        "p.yaml:1:7: the tag 'tag:yaml.org,2002:java.net.URL' means nothing here; leave it out",
                        "p.yaml:2:8: the tag '!lenet' means nothing here; leave it out",
                        "p.yaml:3:11: the tag 'tag:yaml.org,2002:set' means nothing here; leave it out");
        assertThat(problems("seed: !!int ten\nmodel: lenet-5\npipeline: [ evaluate ]"))
                .contains("p.yaml:1:7: 'ten' is not what its tag 'tag:yaml.org,2002:int' says");
    }

    @Test
    void filesAreUtf8(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("latin1.yaml");
        Files.write(file, "# Größe\nseed: ü".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Source.of(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":1:5: is not UTF-8 text: the byte 0xF6 cannot stand here. Save the file as UTF-8.");
    }

    @Test
    void filesMayBeginWithAByteOrderMark(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("bom.yaml"), "\uFEFFmodel: lenet-5\npipeline: [ evaluate ]");

        assertThat(new ConfigReader(Sample.registry())
                        .read(Source.of(file), List.of(), Sample.File.class)
                        .value())
                .extracting(Sample.File::seed)
                .isEqualTo(42L);
    }

    @Test
    void filesThatAreNotThereOrTooLargeAreNamed(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.yaml");
        Path large = Files.write(folder.resolve("large.yaml"), new byte[5_000_000]);

        assertThatThrownBy(() -> Source.of(missing)).hasMessage(missing + ": there is no such file");
        assertThatThrownBy(() -> Source.of(folder)).hasMessage(folder + ": is a directory, not a pipeline file");
        assertThatThrownBy(() -> Source.of(large))
                .hasMessage(large + ": is larger than 4 MB, which no pipeline file needs");
    }

    private static String problem(String text) {
        return String.join("\n", problems(text));
    }

    private static List<String> problems(String text) {
        var reader = new ConfigReader(Sample.registry());
        return catchThrowableOfType(
                        ConfigException.class,
                        () -> reader.read(new Source("p.yaml", text), List.of(), Sample.File.class))
                .problems()
                .stream()
                .map(Problem::toString)
                .toList();
    }
}
