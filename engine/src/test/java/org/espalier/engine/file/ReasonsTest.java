package org.espalier.engine.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReasonsTest {
    private static final Path FILE = Path.of("a.yaml");

    @Test
    void saysInWordsWhatTheKindOfAnExceptionSays() {
        assertThat(Reasons.of(new AccessDeniedException("a.yaml"), FILE)).isEqualTo("permission denied");
        assertThat(Reasons.of(new NoSuchFileException("a.yaml"), FILE)).isEqualTo("there is no such file");
    }

    @Test
    void namesAFileThatTheMessageDoesNotName() {
        assertThat(Reasons.of(new NoSuchFileException("runs/metrics.csv"), Path.of("runs")))
                .isEqualTo("runs/metrics.csv: there is no such file");
        assertThat(Reasons.of(new FileSystemException("a.yaml.part", null, "No space left on device"), FILE))
                .isEqualTo("a.yaml.part: No space left on device");
    }

    @Test
    void keepsTheMessageOfOtherExceptions() {
        assertThat(Reasons.of(new IOException("Input/output error"), FILE))
                .isEqualTo("IOException: Input/output error");
        assertThat(Reasons.of(new IOException(), FILE)).isEqualTo("IOException");
    }
}
