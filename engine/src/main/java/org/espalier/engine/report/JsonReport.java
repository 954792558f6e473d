package org.espalier.engine.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.espalier.api.report.Reporter;
import org.espalier.api.report.RunRecord;
import org.espalier.engine.file.WholeFile;

/**
 * A whole run as one file for programs, {@code report.json}: provenance, pipeline, every number and remark, the ledger with its total,
 * and accuracy paired with the density it was measured at.
 */
public record JsonReport() implements Reporter {
    @Override
    public void report(RunRecord record, Path directory) throws IOException {
        var report = new LinkedHashMap<String, Object>();
        report.put("name", record.name());
        report.put("provenance", record.provenance());
        report.put("pipeline", record.pipeline());
        report.put("ledger", record.ledger());
        report.put("total", record.ledger().total());
        report.put("initial", record.initial());
        report.put("weightsLeft", Curves.of(record).againstWeightsLeft());
        report.put("comparisons", Comparison.of(record));
        report.put("metrics", record.metrics());
        report.put("masks", record.masks());
        report.put("confusion", record.confusion());
        report.put("remarks", record.remarks());
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        WholeFile.write(directory.resolve("report.json"), temporary -> json.writeValue(temporary.toFile(), report));
    }
}
