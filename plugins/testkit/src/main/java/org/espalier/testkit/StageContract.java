package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.score.Evidence;
import org.espalier.api.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Stage} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface StageContract {
    /** Returns the stage under test; each call an equal one. */
    Stage stage();

    /** Returns the networks that it works on. */
    default List<FakeNetwork> stageNetworks() {
        return List.of(FakeNetwork.mlp(), FakeNetwork.convolutional());
    }

    /** Prepares the bench: takes a snapshot that the stage restores, say. */
    default void stagePrepares(FakeWorkbench bench) {}

    /** The same bench gets the same treatment: the stage has no memory and no dice of its own. */
    @Test
    default void stageDoesTheSameOnTheSameBench(@TempDir Path first, @TempDir Path second) {
        for (FakeNetwork network : stageNetworks()) {
            Stage one = stage();
            FakeWorkbench once = run(one, network, first);
            FakeWorkbench again = run(one, network, second);
            FakeWorkbench fresh = run(stage(), network, second);
            assertThat(again.events()).isEqualTo(once.events());
            assertThat(fresh.events()).isEqualTo(once.events());
        }
    }

    /** It asks scorings for what it and the stages inside it declared, and for nothing else. */
    @Test
    default void stageAsksForTheEvidenceItDeclares(@TempDir Path directory) {
        FakeWorkbench bench = run(stage(), stageNetworks().get(0), directory);
        assertThat(declared(stage())).containsAll(bench.asked());
    }

    /** It changes weights through the bench only. */
    @Test
    default void stageWritesIntoNoArray(@TempDir Path directory) {
        for (FakeNetwork network : stageNetworks()) {
            Untouched untouched = Untouched.network(network);
            run(stage(), network, directory);
            untouched.verify();
        }
    }

    /** Its files are in the run's directory. */
    @Test
    default void stageWritesOnlyInsideTheDirectory(@TempDir Path around) throws IOException {
        Path inside = Files.createDirectory(around.resolve("run"));
        run(stage(), stageNetworks().get(0), inside);
        try (var entries = Files.list(around)) {
            assertThat(entries).containsExactly(inside);
        }
    }

    private FakeWorkbench run(Stage stage, FakeNetwork network, Path directory) {
        FakeWorkbench bench = FakeWorkbench.of(network, directory);
        stagePrepares(bench);
        stage.run(bench);
        return bench;
    }

    private static Set<Evidence<?>> declared(Stage stage) {
        var declared = new HashSet<Evidence<?>>(stage.evidence());
        stage.inner().forEach(inner -> declared.addAll(declared(inner)));
        return declared;
    }
}
