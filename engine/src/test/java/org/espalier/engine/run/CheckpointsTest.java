package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointsTest {
    private static final RunDirectory.Lengths LENGTHS = new RunDirectory.Lengths(100, 50, 0, 0);

    @TempDir
    Path run;

    private final AtomicLong clock = new AtomicLong();
    private final List<String> refused = new ArrayList<>();

    private Checkpoints checkpoints() {
        return new Checkpoints(run, new CheckpointPolicy(5, 2), clock::get);
    }

    private static Archive archive(long step, RunDirectory.Lengths lengths) {
        var archive = new Archive();
        archive.facts().put("step", step).set("tables", Archive.JSON.valueToTree(lengths));
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
        checkpoints.write(archive(0, LENGTHS));
        clock.addAndGet(TimeUnit.MINUTES.toNanos(5) - 1);
        assertThat(checkpoints.due()).isFalse();
        clock.addAndGet(1);
        assertThat(checkpoints.due()).isTrue();
    }

    @Test
    void theLastFewAreKept() throws IOException {
        Checkpoints checkpoints = checkpoints();
        for (int step = 0; step < 4; step++) {
            checkpoints.write(archive(step, LENGTHS));
        }
        assertThat(files()).containsExactly("000003.checkpoint", "000004.checkpoint");
        assertThat(checkpoints().latest(LENGTHS, refused::add))
                .hasValueSatisfying(
                        found -> assertThat(Checkpoint.step(found.archive())).isEqualTo(3));
        assertThat(refused).isEmpty();
    }

    @Test
    void aDamagedOneIsSetAsideAndNumbersGoOnBehindIt() throws IOException {
        Checkpoints checkpoints = checkpoints();
        checkpoints.write(archive(1, LENGTHS));
        checkpoints.write(archive(2, LENGTHS));
        Files.writeString(run.resolve("checkpoints/000002.checkpoint"), "torn");
        Checkpoints next = checkpoints();
        assertThat(next.latest(LENGTHS, refused::add))
                .hasValueSatisfying(found -> assertThat(found.name()).isEqualTo("checkpoints/000001.checkpoint"));
        assertThat(refused)
                .containsExactly("checkpoints/000002.checkpoint is not used: it does not begin as a checkpoint does,"
                        + " or was cut short");
        next.write(archive(3, LENGTHS));
        assertThat(files()).containsExactly("000001.checkpoint", "000002.checkpoint.refused", "000003.checkpoint");
    }

    @Test
    void oneWhoseRowsAreGoneIsNotUsed() {
        Checkpoints checkpoints = checkpoints();
        checkpoints.write(archive(1, new RunDirectory.Lengths(90, 50, 0, 0)));
        checkpoints.write(archive(2, new RunDirectory.Lengths(101, 50, 0, 0)));
        assertThat(checkpoints().latest(LENGTHS, refused::add))
                .hasValueSatisfying(
                        found -> assertThat(Checkpoint.step(found.archive())).isEqualTo(1));
        assertThat(refused).singleElement().asString().endsWith("tables have lost rows that were written before it");
    }

    @Test
    void clearingLeavesNothing() {
        Checkpoints checkpoints = checkpoints();
        checkpoints.write(archive(1, LENGTHS));
        checkpoints.clear();
        assertThat(run.resolve("checkpoints")).doesNotExist();
        assertThat(checkpoints().latest(LENGTHS, refused::add)).isEmpty();
    }
}
