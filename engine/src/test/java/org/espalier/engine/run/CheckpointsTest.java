package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointsTest {
    @TempDir
    Path run;

    private final AtomicLong clock = new AtomicLong();

    private Checkpoints checkpoints() {
        return new Checkpoints(run, new CheckpointPolicy(5, 2), clock::get);
    }

    private static Archive archive(long step) {
        var archive = new Archive();
        archive.facts().put("step", step);
        return archive;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> inside = Files.list(run.resolve("checkpoints"))) {
            return inside.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void oneIsDueAtTheBeginningAndThenAsOftenAsThePolicySays() {
        Checkpoints checkpoints = checkpoints();
        assertThat(checkpoints.due()).isTrue();
        checkpoints.write(archive(0));
        clock.addAndGet(TimeUnit.MINUTES.toNanos(5) - 1);
        assertThat(checkpoints.due()).isFalse();
        clock.addAndGet(1);
        assertThat(checkpoints.due()).isTrue();
    }

    @Test
    void theLastFewAreKept() throws IOException {
        Checkpoints checkpoints = checkpoints();
        for (int step = 0; step < 4; step++) {
            checkpoints.write(archive(step));
        }
        assertThat(files()).containsExactly("000003.checkpoint", "000004.checkpoint");
        assertThat(Checkpoints.files(run)).extracting(CheckpointsTest::step).containsExactly(3L, 2L);
    }

    private static long step(Path file) {
        return CheckpointFile.read(file).facts().required("step").longValue();
    }

    @Test
    void oneThatIsSetAsideIsNoLongerMetAndNumbersGoOnBehindIt() throws IOException {
        Checkpoints checkpoints = checkpoints();
        checkpoints.write(archive(1));
        checkpoints.write(archive(2));
        Checkpoints.setAside(run.resolve("checkpoints/000002.checkpoint"));
        assertThat(Checkpoints.files(run)).extracting(CheckpointsTest::step).containsExactly(1L);
        checkpoints().write(archive(3));
        assertThat(files()).containsExactly("000001.checkpoint", "000002.checkpoint.refused", "000003.checkpoint");
    }

    @Test
    void aSecondOneOfTheSameNameIsSetAsideAsWell() throws IOException {
        checkpoints().write(archive(1));
        Path file = run.resolve("checkpoints/000001.checkpoint");
        Files.copy(file, run.resolve("checkpoints/000001.checkpoint.refused"));
        Checkpoints.setAside(file);
        assertThat(files()).containsExactly("000001.checkpoint.refused");
    }

    @Test
    void oneThatCannotBeSetAsideStopsNobody() throws IOException {
        checkpoints().write(archive(1));
        Files.createDirectories(run.resolve("checkpoints/000001.checkpoint.refused/full"));
        Checkpoints.setAside(run.resolve("checkpoints/000001.checkpoint"));
        assertThat(files()).contains("000001.checkpoint");
    }

    @Test
    void clearingLeavesNothing() {
        Checkpoints checkpoints = checkpoints();
        checkpoints.write(archive(1));
        checkpoints.clear();
        assertThat(run.resolve("checkpoints")).doesNotExist();
        assertThat(Checkpoints.files(run)).isEmpty();
    }

    @Test
    void whatElseLiesAmongThemIsLeftAlone() throws IOException {
        checkpoints().write(archive(1));
        Files.createDirectories(run.resolve("checkpoints/mine/full"));
        checkpoints().clear();
        assertThat(run.resolve("checkpoints/mine/full")).exists();
    }
}
