package org.espalier.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
                new Ledger(
                        provenance.getOrDefault("ledger", ""),
                        Csv.rows(RunDirectory.LEDGER, Csv.LEDGER_HEADER, text(directory, RunDirectory.LEDGER)).stream()
                                .map(Csv::ledgerLine)
                                .toList()));
    }

    static List<ConfusionRow> confusion(Path directory) {
        return late(directory, RunDirectory.CONFUSION, Csv.CONFUSION_HEADER, Csv::confusion);
    }

    static List<RemarkRow> remarks(Path directory) {
        return late(directory, RunDirectory.REMARKS, Csv.REMARKS_HEADER, Csv::remark);
    }

    /** Reads a table that need not be there. */
    private static <R> List<R> late(Path directory, String file, String header, Function<List<String>, R> row) {
        if (!Files.exists(directory.resolve(file))) {
            return List.of();
        }
        return Csv.rows(file, header, text(directory, file)).stream().map(row).toList();
    }

    static List<MetricRow> metrics(Path directory) {
        return Csv.rows(RunDirectory.METRICS, Csv.METRICS_HEADER, text(directory, RunDirectory.METRICS)).stream()
                .map(Csv::metric)
                .toList();
    }

    static List<MaskRow> masks(Path directory) {
        return Csv.rows(RunDirectory.MASKS, Csv.MASKS_HEADER, text(directory, RunDirectory.MASKS)).stream()
                .map(Csv::mask)
                .toList();
    }

    /**
     * Reads what made a run: facts by name, in the order in which they were written.
     *
     * @throws DataException when the directory is not a run's, or the file was altered; names the file
     */
    public static Map<String, String> provenance(Path directory) {
        try {
            return JsonMapper.builder()
                    .build()
                    .readValue(
                            text(directory, RunDirectory.PROVENANCE),
                            new TypeReference<LinkedHashMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new DataException(
                    directory.resolve(RunDirectory.PROVENANCE) + ": not a run's provenance: " + e.getOriginalMessage(),
                    e);
        }
    }

    private static String text(Path directory, String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (NoSuchFileException e) {
            throw new DataException("'" + directory + "' is not a run's directory: it has no " + file, e);
        } catch (IOException e) {
            throw new DataException("cannot read '" + directory.resolve(file) + "': " + RunDirectory.reason(e), e);
        }
    }
}
