package org.espalier.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the distribution's README says of the assembled folder is so. */
final class DistributionReadmeIT {
    private static final Path HOME = Path.of(System.getProperty("espalier.home"));
    private static final Path README = HOME.resolve("README.md");

    @Test
    void linksLeadSomewhere() throws IOException {
        assertThat(DocsTest.deadLinks(README)).isEmpty();
        assertThat(DocsTest.deadLinks(HOME.resolve("docs"))).isEmpty();
    }

    @Test
    void everyPathThatItNamesIsThere() throws IOException {
        assertThat(Pattern.compile("(?<![\\w/.-])(?:bin|docs|examples|conf|lib|plugins|repository|data)/[\\w./-]*")
                        .matcher(Files.readString(README))
                        .results()
                        .map(MatchResult::group))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(HOME.resolve(path)).exists());
        assertThat(HOME.resolve("bin/espalier.bat")).exists();
    }

    @Test
    void saysThePlatformThatItsLibrariesAreFor() throws IOException {
        String platform = Pattern.compile("built for \\*\\*([\\w-]+)\\*\\*")
                .matcher(Files.readString(README))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        try (Stream<Path> libraries = Files.list(HOME.resolve("lib"))) {
            assertThat(libraries.map(Path::toString)).anyMatch(jar -> jar.endsWith("-" + platform + ".jar"));
        }
    }

    @Test
    void saysHowLargeItIs() throws IOException {
        long said = Long.parseLong(Pattern.compile("about (\\d+) MB")
                .matcher(Files.readString(README))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1));
        long bytes = 0;
        try (Stream<Path> files = Files.walk(HOME)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        assertThat(bytes / 1e6).isBetween(0.8 * said, 1.2 * said);
    }

    @Test
    void theReferenceHasEveryInstalledComponent() throws IOException {
        assertThat(Files.readString(HOME.resolve("docs/reference.md")))
                .contains(
                        "## Criterion",
                        "### rigl",
                        "From the plugin `regrowth`",
                        "| `epochs` | a number, at least 0 |");
    }
}
