package org.espalier.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.espalier.api.data.DataException;
import org.espalier.engine.PipelineException;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.config.Location;
import org.espalier.engine.config.Problem;
import org.junit.jupiter.api.Test;

final class FailuresTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void answersWhatTheUserCanMendWithTwoAndOneLine() {
        assertThat(tell(new DataException("train.gz ends early"))).isEqualTo(2);
        assertThat(tell(new PipelineException("x.yaml:3:5: train: the loss became NaN")))
                .isEqualTo(2);
        assertThat(tell(new UncheckedIOException("cannot write 'a'", new IOException("disk full"))))
                .isEqualTo(2);
        assertThat(tell(new UserException("no file 'a'"))).isEqualTo(2);
        assertThat(said()).isEqualTo("""
            espalier: train.gz ends early
            espalier: x.yaml:3:5: train: the loss became NaN
            espalier: cannot write 'a'
            espalier: no file 'a'
            """);
    }

    @Test
    void answersABugWithThreeAndAStackTrace() {
        assertThat(tell(new IllegalStateException("mask lost"))).isEqualTo(3);
        assertThat(said())
                .startsWith("java.lang.IllegalStateException: mask lost\n\tat org.espalier.dist.FailuresTest")
                .contains("this is a bug")
                .endsWith("command: espalier run x.yaml\n");
    }

    @Test
    void namesThePluginInWhoseCodeABugShowed() {
        var failure = new IllegalStateException("mask lost", new NullPointerException("no scores"));
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("app", null, null, "org.espalier.engine.run.StageRunner", "run", null, 1),
            new StackTraceElement("plugins/acme.jar", null, null, "org.acme.Broken", "run", "Broken.java", 7)
        });
        assertThat(tell(failure)).isEqualTo(3);
        assertThat(said().lines().reduce("", (before, last) -> last))
                .startsWith("espalier: this is a bug in the plugin of plugins/acme.jar, seen in org.acme.Broken.run,")
                .endsWith("command: espalier run x.yaml");
    }

    @Test
    void tellsAFullHeapFromABug() {
        assertThat(tell(new OutOfMemoryError("Java heap space"))).isEqualTo(2);
        assertThat(said()).contains("ESPALIER_OPTS=-Xmx8g").doesNotContain("\tat ");
    }

    @Test
    void takesNativeCodeWithoutMemoryForAFullHeap() {
        assertThat(tell(new IllegalStateException("matmul", new IllegalArgumentException("std::bad_alloc"))))
                .isEqualTo(2);
        assertThat(said()).contains("out of memory").doesNotContain("\tat ");
    }

    @Test
    void showsNamesWithoutWhatATerminalObeys() {
        tell(new DataException("x: has '\u001b[31mred\u0007\u202e'\n\tand more"));
        tell(new ConfigException(List.of(new Problem(new Location("\u001b.yaml", 1, 2), "no '\u0007'"))));
        assertThat(said()).isEqualTo("""
            espalier: x: has '\\u001b[31mred\\u0007\\u202e'
            \tand more
            \\u001b.yaml:1:2: no '\\u0007'
            """);
    }

    private int tell(Throwable failure) {
        return Failures.tell(failure, List.of("run", "x.yaml"), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
