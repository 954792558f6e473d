package org.espalier.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.espalier.api.data.DataException;
import org.espalier.engine.PipelineException;

/**
 * The checkpoints in a run's directory: {@code checkpoints/000042.checkpoint}, numbered as they are written. The last few
 * are kept.
 */
final class Checkpoints {
    static final String FOLDER = "checkpoints";

    private static final String SUFFIX = ".checkpoint";
    private static final String REFUSED = ".refused";

    private final Path folder;
    private final CheckpointPolicy policy;
    private final LongSupplier nanoTime;
    private int last;
    private boolean begun;
    private long lastTime;

    /** A checkpoint that was read. */
    record Found(String name, Path file, Archive archive) {}

    Checkpoints(Path run, CheckpointPolicy policy, LongSupplier nanoTime) {
        this.folder = run.resolve(FOLDER);
        this.policy = policy;
        this.nanoTime = nanoTime;
    }

    /** Returns whether it is time for one: at the run's beginning, and then as often as the policy says. */
    boolean due() {
        return !begun || nanoTime.getAsLong() - lastTime >= policy.nanos();
    }

    /** Counts the time to the next one from now on. */
    void passed() {
        begun = true;
        lastTime = nanoTime.getAsLong();
    }

    /** Writes one, whole or not at all, and then lets go of what is older than the last few. */
    void write(Archive archive) {
        last++;
        Path file = folder.resolve(String.format(Locale.ROOT, "%06d", last) + SUFFIX);
        RunDirectory.replace(file, temporary -> CheckpointFile.write(archive, temporary));
        RunDirectory.force(folder);
        files().stream().skip(policy.keep()).forEach(Checkpoints::delete);
        passed();
    }

    /**
     * Returns the last one that is whole. Those behind it are set aside under another name.
     *
     * @param tables how long the run's tables are; rows of a checkpoint must be there
     * @param refused told of each that is not used, by name, and why
     */
    Optional<Found> latest(RunDirectory.Lengths tables, Consumer<String> refused) {
        for (Path file : files()) {
            last = Math.max(last, number(file));
            String name = FOLDER + "/" + file.getFileName();
            try {
                Archive archive = CheckpointFile.read(file);
                if (!tables.hold(Checkpoint.tables(archive))) {
                    throw new DataException("the run's tables have lost rows that were written before it");
                }
                passed();
                return Optional.of(new Found(name, file, archive));
            } catch (DataException e) {
                refused.accept(name + " is not used: " + e.getMessage());
                setAside(file);
            }
        }
        return Optional.empty();
    }

    /** Deletes all of them: the run is finished. */
    void clear() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            inside.forEach(Checkpoints::delete);
        } catch (IOException e) {
            throw failure(folder, e);
        }
        delete(folder);
    }

    /** Returns the files, the last one first. */
    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparingInt(Checkpoints::number).reversed())
                    .toList();
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    /** Returns a file's number; 0 when somebody called a file so that it has none. */
    private static int number(Path file) {
        String digits = file.getFileName().toString().replace(SUFFIX, "");
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
    }

    private static void setAside(Path file) {
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + REFUSED));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static PipelineException failure(Path file, IOException e) {
        return new PipelineException("cannot tidy up '" + file + "': " + RunDirectory.reason(e), e);
    }
}
