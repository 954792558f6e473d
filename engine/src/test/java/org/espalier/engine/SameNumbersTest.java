package org.espalier.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same seed gives the same numbers on every Java. */
final class SameNumbersTest {
    private static final Path OWN = Path.of(System.getProperty("java.home"));
    /** Names homes of other Javas to try, separated as a class path is. */
    private static final String HOMES = "ESPALIER_TEST_JAVA_HOMES";

    @TempDir
    Path folder;

    /** Recorded with Java 17; measurements of runs are only comparable as long as this stays. */
    @Test
    void drawnNumbersStayWhatTheyAre() throws IOException {
        try (InputStream recorded = getClass().getResourceAsStream("drawn-numbers.txt")) {
            assertThat(DrawnNumbers.drawn())
                    .isEqualTo(new String(Objects.requireNonNull(recorded).readAllBytes(), UTF_8)
                            .lines()
                            .toList());
        }
    }

    /** Other Javas are looked for where this one stands, and in {@value #HOMES}. */
    @Test
    void otherJavasDrawAndTrainTheSame() throws IOException, InterruptedException {
        List<Path> others = others();
        assumeThat(others)
                .as("another Java, of version 17 or newer, beside %s or in %s", OWN, HOMES)
                .isNotEmpty();
        List<String> expected = DrawnNumbers.all(Files.createDirectory(folder.resolve("own")));
        for (int i = 0; i < others.size(); i++) {
            assertThat(written(others.get(i), Files.createDirectory(folder.resolve("other" + i))))
                    .as("numbers of %s", others.get(i))
                    .isEqualTo(expected);
        }
    }

    private List<String> written(Path home, Path scratch) throws IOException, InterruptedException {
        Path said = scratch.resolve("said.txt");
        Process process = new ProcessBuilder(
                        home.resolve("bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DrawnNumbers.class.getName(),
                        scratch.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(said)).isZero();
        return Files.readAllLines(scratch.resolve("numbers.txt"));
    }

    private static List<Path> others() throws IOException {
        var candidates = new ArrayList<Path>();
        if (OWN.getParent() != null) {
            try (Stream<Path> beside = Files.list(OWN.getParent())) {
                beside.sorted().forEach(candidates::add);
            }
        }
        String named = System.getenv(HOMES);
        if (named != null) {
            Stream.of(named.split(java.io.File.pathSeparator)).map(Path::of).forEach(candidates::add);
        }
        return candidates.stream()
                .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                .map(SameNumbersTest::real)
                .distinct()
                .filter(home -> !home.equals(real(OWN)) && version(home) >= 17)
                .toList();
    }

    private static Path real(Path home) {
        try {
            return home.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the feature release that a Java home's release file names; 0 when it names none. */
    private static int version(Path home) {
        var release = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            return 0;
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Integer.parseInt(version.split("[.+-]", 2)[0]);
    }
}
