package org.espalier.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.espalier.engine.PipelineException;
import org.espalier.engine.file.Reasons;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints in a run's directory: {@code checkpoints/000042.checkpoint}, numbered as they are written. The last few
 * are kept.
 */
final class Checkpoints {
    static final String FOLDER = "checkpoints";

    private static final String SUFFIX = ".checkpoint";
    private static final String REFUSED = ".refused";
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,9})\\.");
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final Path run;
    private final Path folder;
    private final CheckpointPolicy policy;
    private final LongSupplier nanoTime;
    private boolean begun;
    private long lastTime;

    Checkpoints(Path run, CheckpointPolicy policy, LongSupplier nanoTime) {
        this.run = run;
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
        int number =
                1 + entries(folder).stream().mapToInt(Checkpoints::number).max().orElse(0);
        Path file = folder.resolve(String.format(Locale.ROOT, "%06d", number) + SUFFIX);
        RunDirectory.replace(file, temporary -> CheckpointFile.write(archive, temporary));
        RunDirectory.force(folder);
        files(run).stream().skip(policy.keep()).forEach(Checkpoints::delete);
        passed();
    }

    /** Returns the files of all in a run's directory, the last one first. */
    static List<Path> files(Path run) {
        return entries(run.resolve(FOLDER)).stream()
                .filter(file -> file.toString().endsWith(SUFFIX))
                .sorted(Comparator.comparingInt(Checkpoints::number).reversed())
                .toList();
    }

    /** Returns what users call one. */
    static String name(Path file) {
        return FOLDER + "/" + file.getFileName();
    }

    /** Puts one that cannot be used under another name, where that can be done; else it is met again the next time. */
    static void setAside(Path file) {
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + REFUSED), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be set aside: {}", file, Reasons.of(e, file));
        }
    }

    /** Deletes all of them: the run is finished, whatever else lies among them. */
    void clear() {
        try {
            entries(folder).forEach(Checkpoints::delete);
            delete(folder);
        } catch (PipelineException e) {
            LOG.warn(e.getMessage());
        }
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.toList();
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    /** Returns a file's number; 0 when somebody called a file so that it has none. */
    private static int number(Path file) {
        Matcher digits = NUMBER.matcher(file.getFileName().toString());
        return digits.lookingAt() ? Integer.parseInt(digits.group(1)) : 0;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static PipelineException failure(Path file, IOException e) {
        return new PipelineException("cannot tidy up '" + file + "': " + Reasons.of(e, file), e);
    }
}
