package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonReportTest {
    @TempDir
    private Path folder;

    @Test
    void theWholeRunIsInOneFile() throws IOException {
        new JsonReport().report(FakeRuns.lottery(2), folder);

        assertThat(folder.toFile().list()).containsExactly("report.json");
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(report.fieldNames()).toIterable().startsWith("name", "provenance", "pipeline", "ledger", "total");
        assertThat(report.path("metrics")).hasSameSizeAs(FakeRuns.lottery(2).metrics());
    }
}
