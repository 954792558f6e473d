package org.espalier.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.data.DataException;
import org.espalier.engine.pipeline.Load;
import org.espalier.engine.run.FileFacts;
import org.espalier.engine.run.RunReader;

/**
 * Where a pipeline comes from, and what a run of it recorded before, when it was one.
 *
 * @param file the pipeline file as the user wrote it
 * @param recorded facts of a run; empty for a pipeline that none was made of
 * @param locator finds the files that the pipeline names
 */
record Origin(Path file, Map<String, String> recorded, FileLocator locator) {
    /** Facts of a run, in its {@code run.json}. */
    private static final String FILE = "pipeline.file";

    private static final String THREADS = "threads";
    private static final int MOST_THREADS = 1024;

    /** Takes a pipeline file; one that a run recorded has beside it where that run found its files. */
    static Origin of(Path file, Path home) {
        Path folder = folder(file);
        Map<String, String> recorded = Map.of();
        if (Files.exists(folder.resolve("run.json"))) {
            try {
                recorded = RunReader.provenance(folder);
            } catch (DataException e) {
                // that file is somebody else's
                recorded = Map.of();
            }
        }
        return new Origin(file, recorded, new FileLocator(folder, FileFacts.places(recorded), home));
    }

    /** Takes the pipeline of a run that goes on, whose files are looked for where they were when it began. */
    static Origin of(Path run, Map<String, String> recorded, Path home) {
        Path file =
                Path.of(recorded.getOrDefault(FILE, run.resolve("pipeline.yaml").toString()));
        return new Origin(file, recorded, new FileLocator(folder(file), FileFacts.places(recorded), home));
    }

    private static Path folder(Path file) {
        Path absolute = file.toAbsolutePath();
        return absolute.getParent() == null ? absolute : absolute.getParent();
    }

    /**
     * Returns with how many threads the run began, so that it goes on with as many wherever it does.
     *
     * @param otherwise when it did not tell
     */
    int threads(int otherwise) {
        String threads = recorded.getOrDefault(THREADS, Integer.toString(otherwise));
        if (!threads.matches("\\d{1,4}") || Integer.parseInt(threads) > MOST_THREADS) {
            throw new DataException("run.json: '" + THREADS + "' must be a whole number up to " + MOST_THREADS
                    + " but is '" + threads + "'; the file was altered");
        }
        return Integer.parseInt(threads);
    }

    /**
     * Adds facts about the pipeline's file and the files that it names: where each was found, and what stages read in it.
     *
     * @param components of the pipeline
     */
    void addFiles(Map<String, String> facts, List<Object> components) {
        facts.put(FILE, file.toAbsolutePath().normalize().toString());
        locator.found().forEach((name, place) -> FileFacts.found(facts, name, place));
        read(components).forEach(name -> addContent(facts, name));
    }

    private Set<String> read(List<Object> components) {
        var files = new LinkedHashSet<>(FileFacts.contents(recorded).keySet());
        components.forEach(component -> {
            if (component instanceof Load load) {
                files.add(load.file());
            }
        });
        return files;
    }

    /** What is not there yet may be written by the run itself; whoever loads it says so when it is not there then. */
    private void addContent(Map<String, String> facts, String name) {
        Path place;
        try {
            place = locator.find(name);
        } catch (DataException e) {
            return;
        }
        if (Files.isRegularFile(place)) {
            FileFacts.content(facts, name, place);
        }
    }
}
