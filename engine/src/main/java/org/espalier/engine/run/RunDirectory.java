package org.espalier.engine.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.RunRecord.ConfusionRow;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.api.report.RunRecord.RemarkRow;
import org.espalier.engine.PipelineException;
import org.espalier.engine.file.PlainFile;
import org.espalier.engine.file.Reasons;
import org.espalier.engine.file.WholeFile;
import org.jspecify.annotations.Nullable;

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
    /** The counts of the network that the run began with. */
    static final String INITIAL_LEDGER = "ledger-initial.csv";
    /** There from the first confusion matrix on. */
    static final String CONFUSION = "confusion.csv";
    /** There from the first words on that a stage took down. */
    static final String REMARKS = "remarks.csv";

    static final String LOCK = ".lock";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private final Path path;
    private final FileChannel lock;
    private final @Nullable Object key;
    private final Table metrics;
    private final Table masks;
    private final LateTable confusion;
    private final LateTable remarks;

    /** How long the run's tables are, in bytes; 0 when there is none. */
    record Lengths(long metrics, long masks, long confusion, long remarks) {}

    private RunDirectory(Path path, FileChannel lock, Table metrics, Table masks) throws IOException {
        this.path = path;
        this.lock = lock;
        this.metrics = metrics;
        this.masks = masks;
        this.key = key(path);
        this.confusion = new LateTable(path.resolve(CONFUSION), Csv.CONFUSION_HEADER);
        this.remarks = new LateTable(path.resolve(REMARKS), Csv.REMARKS_HEADER);
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
            return new RunDirectory(
                    path,
                    lock(path),
                    Table.create(path.resolve(METRICS), Csv.METRICS_HEADER),
                    Table.create(path.resolve(MASKS), Csv.MASKS_HEADER));
        } catch (IOException e) {
            throw new PipelineException(
                    "cannot make a run directory in '" + runs + "': " + Reasons.of(e, runs)
                            + ". Choose another place with --runs",
                    e);
        }
    }

    /**
     * Opens the directory of a run that did not finish.
     *
     * @throws PipelineException when another process is at work in it
     */
    static RunDirectory reopen(Path path) {
        try {
            requireNoLinks(path);
            return new RunDirectory(
                    path,
                    lock(path),
                    Table.open(path.resolve(METRICS), Csv.METRICS_HEADER),
                    Table.open(path.resolve(MASKS), Csv.MASKS_HEADER));
        } catch (IOException e) {
            throw new PipelineException("cannot go on in '" + path + "': " + Reasons.of(e, path), e);
        }
    }

    /** A run makes no links; where there is one, somebody means what is written here to arrive elsewhere. */
    private static void requireNoLinks(Path path) throws IOException {
        try (Stream<Path> inside = Files.walk(path)) {
            for (Path each : inside.skip(1).toList()) {
                if (!Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    PlainFile.require(each);
                }
            }
        }
    }

    /** Takes the directory for this process, until it ends or closes the channel. The file itself stays and is empty. */
    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new PipelineException(inUse(path), e);
        }
        channel.close();
        throw new PipelineException(inUse(path));
    }

    private static String inUse(Path path) {
        return "the run in '" + path + "' is still going on, in this or another process";
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

    /** Returns whether the folder still is the one that the run writes into. */
    boolean isThere() {
        try {
            return Objects.equals(key, key(path));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Checks that what the run writes still arrives.
     *
     * @throws PipelineException when somebody deleted or replaced the folder
     */
    void requireThere() {
        if (!isThere()) {
            throw new PipelineException("the run's folder '" + path + "' was deleted or replaced while the run went on,"
                    + " and what it recorded with it. Begin anew");
        }
    }

    /** Returns what tells this folder's lock from that of another; null where the file system does not tell. */
    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path.resolve(LOCK), BasicFileAttributes.class)
                .fileKey();
    }

    void append(MetricRow row) {
        metrics.append(Csv.line(row));
    }

    void append(MaskRow row) {
        masks.append(Csv.line(row));
    }

    void append(ConfusionRow row) {
        confusion.append(Csv.line(row));
    }

    void append(RemarkRow row) {
        remarks.append(Csv.line(row));
    }

    /** Returns whether the tables still have all rows that there were when they were of these lengths. */
    boolean holds(Lengths before) {
        try {
            return Table.endsLine(path.resolve(METRICS), before.metrics())
                    && Table.endsLine(path.resolve(MASKS), before.masks())
                    && confusion.holds(before.confusion())
                    && remarks.holds(before.remarks());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how long the tables are, once all of them is on the disk. */
    Lengths keepTables() {
        try {
            return new Lengths(metrics.keep(), masks.keep(), confusion.keep(), remarks.keep());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts off rows that were written after the tables were of these lengths. */
    void cutTables(Lengths lengths) {
        try {
            metrics.cut(lengths.metrics());
            masks.cut(lengths.masks());
            confusion.cut(lengths.confusion());
            remarks.cut(lengths.remarks());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Ledger ledger) {
        write(LEDGER, Csv.text(ledger));
    }

    void writeInitial(Ledger ledger) {
        write(INITIAL_LEDGER, Csv.text(ledger));
    }

    void write(String file, String text) {
        replace(path.resolve(file), temporary -> Files.writeString(temporary, text));
    }

    /** Writes a file as a whole or not at all; folders around it are made. */
    static void replace(Path file, WholeFile.Writing writing) {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            WholeFile.write(file, writing);
        } catch (IOException e) {
            throw new PipelineException("cannot write '" + file + "': " + Reasons.of(e, file), e);
        }
    }

    /** Sees to it that a folder's entries are on the disk, where the file system can be asked for that. */
    static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException ignored) {
            // Windows opens no folders; a move that is lost there leaves the checkpoint before.
            return;
        }
    }

    @Override
    public void close() {
        try {
            metrics.close();
            masks.close();
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
