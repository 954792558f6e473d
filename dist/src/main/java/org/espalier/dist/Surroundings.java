package org.espalier.dist;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a command finds around it. The launcher passes it as system properties: {@code espalier.home},
 * {@code espalier.terminal} (whether somebody watches what goes to {@code err}) and {@code espalier.columns}.
 *
 * @param out where results go
 * @param err where progress, warnings and mistakes go
 * @param home the distribution's folder
 * @param plugins folders of plugins beside those that the command line names, from {@code ESPALIER_PLUGINS}
 * @param terminal whether a progress bar makes sense
 * @param columns the terminal's width in characters
 */
record Surroundings(PrintStream out, PrintStream err, Path home, List<Path> plugins, boolean terminal, int columns) {
    private static final int USUAL_COLUMNS = 100;

    Surroundings {
        requireNonNull(out, "out is null");
        requireNonNull(err, "err is null");
        requireNonNull(home, "home is null");
        plugins = List.copyOf(plugins);
    }

    static Surroundings present(PrintStream out, PrintStream err) {
        return new Surroundings(
                out,
                err,
                presentHome(),
                folders(System.getenv().getOrDefault("ESPALIER_PLUGINS", "")),
                Boolean.getBoolean("espalier.terminal"),
                Math.max(40, Integer.getInteger("espalier.columns", USUAL_COLUMNS)));
    }

    private static List<Path> folders(String list) {
        return Stream.of(list.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .toList();
    }

    /** Without a launcher, the jar's place tells: it stands in the distribution's lib. */
    private static Path presentHome() {
        String home = System.getProperty("espalier.home", "");
        if (!home.isEmpty()) {
            return Path.of(home).toAbsolutePath().normalize();
        }
        try {
            Path code = Path.of(Surroundings.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path lib = code.getParent();
            if (lib != null && lib.getParent() != null && Files.isDirectory(lib.resolveSibling("bin"))) {
                return lib.getParent();
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return Path.of("").toAbsolutePath();
    }

    /**
     * Finds a file that a command names: as it is, or else in the distribution, so that {@code examples/first.yaml} is
     * there wherever the command is called.
     */
    Path input(Path named) {
        if (Files.isRegularFile(named)) {
            return named;
        }
        Path shipped = home.resolve(named);
        if (Files.isRegularFile(shipped)) {
            return shipped;
        }
        if (Files.isDirectory(named)) {
            throw new UserException("'" + named + "' is a folder; a pipeline file is wanted");
        }
        String places = named.isAbsolute()
                ? ""
                : ". Looked in " + Path.of("").toAbsolutePath() + " and in the distribution, " + home;
        throw new UserException("no file '" + named + "'" + places);
    }
}
