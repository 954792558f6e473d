package org.espalier.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.data.DataException;
import org.espalier.api.report.RunRecord;
import org.espalier.engine.fuzz.Fuzz;
import org.espalier.engine.report.HtmlReport;
import org.espalier.engine.report.RunTables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of runs that somebody altered at random: reports are made of them, or the file is refused in words. */
final class RunFilesFuzzTest {
    private static final String FACTS = """
        {
          "id" : "one",
          "name" : "small",
          "seed" : "7",
          "started" : "2026-01-01T00:00:00Z",
          "espalier" : "development",
          "ledger" : "counted so",
          "outcome" : "finished",
          "ended" : "2026-01-01T00:01:00Z"
        }
        """;
    private static final String METRICS = Csv.METRICS_HEADER + """

        5,train,train.loss,1.1405759522108674
        5,train,learning-rate,0.001
        5,train,density,0.5238095238095238
        5,train,validation.accuracy,0.7
        5,decompose,decomposed.fc1.error,0.6280314889583677
        5,decompose,decomposed.fc1.before,730.0
        5,decompose,decompose.curve.0.5,0.25
        9,compare[1]:static@0.1,density,0.1
        9,compare[1]:static@0.1,test.accuracy,0.96
        9,"evaluate, last",test.accuracy,NaN
        """;
    private static final String MASKS =
            Csv.MASKS_HEADER + "\n0,initial,fc1.weight,24,24\n5,train/with[1],fc1.weight,12,24\n";
    private static final String CONFUSION = Csv.CONFUSION_HEADER + "\n9,evaluate,test,0,0,12\n9,evaluate,test,1,0,2\n";
    private static final String REMARKS = Csv.REMARKS_HEADER
            + "\n5,decompose,decompose.unit,parameters\n5,decompose,decomposed.fc2.stays,\"it pays, not\"\n";
    private static final String LEDGER =
            Csv.LEDGER_HEADER + "\nfc1,Gemm,30,24,12,18,54,30\nfc2,Gemm,21,18,18,21,39,39\n";

    @TempDir
    Path run;

    @BeforeEach
    void writeARun() throws IOException {
        Files.writeString(run.resolve(RunDirectory.PROVENANCE), FACTS);
        Files.writeString(run.resolve(RunDirectory.PIPELINE), "seed: 7\n");
        Files.writeString(run.resolve(RunDirectory.METRICS), METRICS);
        Files.writeString(run.resolve(RunDirectory.MASKS), MASKS);
        Files.writeString(run.resolve(RunDirectory.CONFUSION), CONFUSION);
        Files.writeString(run.resolve(RunDirectory.REMARKS), REMARKS);
        Files.writeString(run.resolve(RunDirectory.LEDGER), LEDGER);
    }

    private void fuzz(String file, String valid) {
        Fuzz.of("run-" + file, List.of(valid.getBytes(UTF_8)), List.of(DataException.class))
                .run(run.resolve(file), altered -> {
                    RunRecord record = RunReader.read(run);
                    RunTables.of(record);
                    new HtmlReport().report(record, run);
                });
    }

    @Test
    void facts() {
        fuzz(RunDirectory.PROVENANCE, FACTS);
    }

    @Test
    void metrics() {
        fuzz(RunDirectory.METRICS, METRICS);
    }

    @Test
    void masks() {
        fuzz(RunDirectory.MASKS, MASKS);
    }

    @Test
    void confusion() {
        fuzz(RunDirectory.CONFUSION, CONFUSION);
    }

    @Test
    void remarks() {
        fuzz(RunDirectory.REMARKS, REMARKS);
    }

    @Test
    void ledger() {
        fuzz(RunDirectory.LEDGER, LEDGER);
    }
}
