package org.espalier.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.espalier.api.report.Reporter;
import org.espalier.api.report.RunRecord;
import org.espalier.api.stage.Workbench;
import org.junit.jupiter.api.Test;

final class ReportTest {
    private final List<RunRecord> written = new ArrayList<>();
    private final Workbench bench = mock(Workbench.class);

    private void run(Reporter failing) {
        when(bench.directory()).thenReturn(Path.of("run"));
        when(bench.describe(any())).thenReturn("'broken' at p.yaml:9:5");
        new Report(List.of(failing, (record, directory) -> written.add(record))).run(bench);
    }

    @Test
    void namesTheReporterThatFailedAndCallsThoseBehindIt() {
        assertThatThrownBy(() -> run((record, directory) -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reporter 'broken' at p.yaml:9:5: disk full");
        assertThat(written).hasSize(1);
    }

    @Test
    void saysWhatHappenedToAFileWhoseNameIsAllThatIsSaid() {
        assertThatThrownBy(() -> run((record, directory) -> {
                    throw new UncheckedIOException(new AccessDeniedException("report.html"));
                }))
                .hasMessage("reporter 'broken' at p.yaml:9:5: report.html: permission denied");
    }
}
