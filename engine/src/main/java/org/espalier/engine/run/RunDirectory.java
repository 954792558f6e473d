package org.espalier.engine.run;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.RunRecord.ConfusionRow;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.engine.PipelineException;

/**
 * A run's directory. Rows are written as they come, so that a run that is stopped leaves what it had; whole files are
 * written beside their place and then moved there.
 */
final class RunDirectory implements Closeable {
    static final String PIPELINE = "pipeline.yaml";
    static final String PROVENANCE = "run.json";
    static final String METRICS = "metrics.csv";
    static final String MASKS = "masks.csv";
    static final String LEDGER = "ledger.csv";
    /** There from the first confusion matrix on. */
    static final String CONFUSION = "confusion.csv";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private final Path path;
    private final BufferedWriter metrics;
    private final BufferedWriter masks;

    private RunDirectory(Path path) throws IOException {
        this.path = path;
        this.metrics = Files.newBufferedWriter(path.resolve(METRICS));
        this.masks = Files.newBufferedWriter(path.resolve(MASKS));
        line(metrics, Csv.METRICS_HEADER);
        line(masks, Csv.MASKS_HEADER);
    }

    /** Makes a directory of its own for a run: {@code <time>-<name>}, numbered when there is one already. */
    static RunDirectory create(Path runs, String name, LocalDateTime now) {
        try {
            Files.createDirectories(runs);
            String base = TIME.format(now) + "-" + name.replaceAll("[^A-Za-z0-9._-]+", "-");
            Path path = runs.resolve(base);
            for (int attempt = 2; !made(path); attempt++) {
                path = runs.resolve(base + "-" + attempt);
            }
            return new RunDirectory(path);
        } catch (IOException e) {
            throw new PipelineException(
                    "cannot make a run directory in '" + runs + "': " + reason(e)
                            + ". Choose another place with --runs",
                    e);
        }
    }

    /** Makes a directory, unless another run of this second has the name. */
    private static boolean made(Path path) throws IOException {
        try {
            Files.createDirectory(path);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    void append(MetricRow row) {
        line(metrics, Csv.line(row));
    }

    void append(MaskRow row) {
        line(masks, Csv.line(row));
    }

    void append(ConfusionRow row) {
        Path file = path.resolve(CONFUSION);
        String header = Files.exists(file) ? "" : Csv.CONFUSION_HEADER + "\n";
        try {
            Files.writeString(
                    file, header + Csv.line(row) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Ledger ledger) {
        write(LEDGER, Csv.text(ledger));
    }

    void write(String file, String text) {
        replace(path.resolve(file), temporary -> Files.writeString(temporary, text));
    }

    /** Writes a file as a whole: beside its place first, then moved there. */
    static void replace(Path file, Writing writing) {
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            writing.write(temporary);
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new PipelineException("cannot write '" + file + "': " + reason(e), e);
        } finally {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException ignored) {
                // A leftover next to the file does no harm, and the first failure is the one to report.
                temporary.toFile().deleteOnExit();
            }
        }
    }

    static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    @FunctionalInterface
    interface Writing {
        void write(Path temporary) throws IOException;
    }

    @Override
    public void close() {
        try {
            metrics.close();
            masks.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void line(BufferedWriter writer, String line) {
        try {
            writer.write(line);
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
