package org.espalier.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.stream.Collectors;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSource.Locator;

/**
 * Finds files that a pipeline names: beside the pipeline file, in the working directory, in the distribution.
 *
 * @param beside the pipeline file's folder
 * @param home the distribution
 */
record FileLocator(Path beside, Path home) implements Locator {
    @Override
    public Path find(String path) {
        var places = new LinkedHashSet<Path>();
        places.add(beside.resolve(path).toAbsolutePath().normalize());
        places.add(Path.of(path).toAbsolutePath().normalize());
        places.add(home.resolve(path).toAbsolutePath().normalize());
        return places.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new DataException("'" + path
                        + "' is not there. Looked for "
                        + places.stream().map(Path::toString).collect(Collectors.joining(", "))));
    }
}
