package org.espalier.engine;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSource.Locator;
import org.espalier.engine.text.Shown;

/**
 * Finds files that a pipeline names: beside the pipeline file, where a run of it found them before, in the working directory, in the
 * distribution. Remembers what it found.
 */
final class FileLocator implements Locator {
    private final Path beside;
    private final Map<String, String> before;
    private final Path home;
    private final Map<String, Path> found = new LinkedHashMap<>();

    /**
     * Makes a locator.
     *
     * @param beside the pipeline file's folder
     * @param before where files were found when this pipeline was run before
     * @param home the distribution
     */
    FileLocator(Path beside, Map<String, String> before, Path home) {
        this.beside = beside;
        this.before = Map.copyOf(before);
        this.home = home;
    }

    @Override
    public Path find(String path) {
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw new DataException("'" + Shown.cut(path)
                    + "' is no path: there is a tab or another control character in it. In double quotes a \\ begins an"
                    + " escape; a path with \\ stands in single quotes, or is written with /");
        }
        var places = new LinkedHashSet<Path>();
        try {
            places.add(beside.resolve(path).toAbsolutePath().normalize());
            places.add(Path.of(before.getOrDefault(path, path)).toAbsolutePath().normalize());
            places.add(Path.of(path).toAbsolutePath().normalize());
            places.add(home.resolve(path).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw new DataException("'" + path + "' cannot be the name of a file: " + e.getReason(), e);
        }
        Path place = places.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new DataException("'" + path
                        + "' is not there. Looked for "
                        + places.stream().map(Path::toString).collect(Collectors.joining(", "))));
        found.put(path, place);
        return place;
    }

    /** Returns what was found so far. */
    Map<String, Path> found() {
        return Collections.unmodifiableMap(found);
    }
}
