package org.espalier.engine.run;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.espalier.api.data.DataException;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.RunRecord;
import org.espalier.api.report.RunRecord.ConfusionRow;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.api.report.RunRecord.RemarkRow;
import org.espalier.engine.file.PlainFile;
import org.espalier.engine.file.Reasons;

/** Reads what a run recorded back from its directory. */
public final class RunReader {
    private RunReader() {}

    /**
     * Reads a run's record.
     *
     * @throws DataException when the directory is not a run's, or a file in it was altered; names the file
     */
    public static RunRecord read(Path directory) {
        Map<String, String> provenance = provenance(directory);
        return new RunRecord(
                provenance.getOrDefault("name", directory.getFileName().toString()),
                provenance,
                text(directory, RunDirectory.PIPELINE),
                metrics(directory),
                masks(directory),
                confusion(directory),
                remarks(directory),
                ledger(directory, RunDirectory.LEDGER, provenance),
                initial(directory, provenance));
    }

    /** Reads the counts of the network that a run began with. */
    static Ledger initial(Path directory) {
        return initial(directory, provenance(directory));
    }

    /** Runs of earlier versions have no such file: their networks are taken to be as large as they were. */
    private static Ledger initial(Path directory, Map<String, String> provenance) {
        boolean there = Files.exists(directory.resolve(RunDirectory.INITIAL_LEDGER));
        return ledger(directory, there ? RunDirectory.INITIAL_LEDGER : RunDirectory.LEDGER, provenance);
    }

    private static Ledger ledger(Path directory, String file, Map<String, String> provenance) {
        return new Ledger(
                provenance.getOrDefault("ledger", ""), table(directory, file, Csv.LEDGER_HEADER, Csv::ledgerLine));
    }

    static List<ConfusionRow> confusion(Path directory) {
        return late(directory, RunDirectory.CONFUSION, Csv.CONFUSION_HEADER, Csv::confusion);
    }

    static List<RemarkRow> remarks(Path directory) {
        return late(directory, RunDirectory.REMARKS, Csv.REMARKS_HEADER, Csv::remark);
    }

    /** Reads a table that need not be there. */
    private static <R> List<R> late(Path directory, String file, String header, Function<CsvRow, R> row) {
        return Files.exists(directory.resolve(file), LinkOption.NOFOLLOW_LINKS)
                ? table(directory, file, header, row)
                : List.of();
    }

    static List<MetricRow> metrics(Path directory) {
        return table(directory, RunDirectory.METRICS, Csv.METRICS_HEADER, Csv::metric);
    }

    static List<MaskRow> masks(Path directory) {
        return table(directory, RunDirectory.MASKS, Csv.MASKS_HEADER, Csv::mask);
    }

    private static <R> List<R> table(Path directory, String file, String header, Function<CsvRow, R> row) {
        String name = directory.resolve(file).toString();
        List<CsvRow> rows = Csv.rows(name, header, text(directory, file));
        CsvRow.requireSums(rows, Csv.SUMMED.getOrDefault(header, List.of()));
        return rows.stream().map(row).toList();
    }

    /**
     * Reads what made a run: facts by name, in the order in which they were written.
     *
     * @throws DataException when the directory is not a run's, or the file was altered; names the file
     */
    public static Map<String, String> provenance(Path directory) {
        return Facts.read(directory.resolve(RunDirectory.PROVENANCE), text(directory, RunDirectory.PROVENANCE));
    }

    private static String text(Path directory, String file) {
        Path path = directory.resolve(file);
        try {
            PlainFile.require(path);
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new DataException("'" + directory + "' is not a run's directory: it has no " + file, e);
        } catch (CharacterCodingException e) {
            throw new DataException(path + ": it is not text in UTF-8; the file was altered", e);
        } catch (IOException e) {
            throw new DataException("cannot read '" + path + "': " + Reasons.of(e, path), e);
        }
    }
}
