package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.espalier.api.report.RunRecord.MaskRow;
import org.junit.jupiter.api.Test;

final class MaskHistoryTest {
    /** Layers that were replaced may keep their names: each density is a share of the size of its time. */
    @Test
    void takesOnlyWhatTheNetworkHadThen() {
        var history = MaskHistory.of(List.of(
                new MaskRow(0, "prune", "a", 50, 100),
                new MaskRow(0, "prune", "b", 30, 300),
                new MaskRow(9, "decompose", "a", 50, 100),
                new MaskRow(9, "decompose", "b.1", 20, 20),
                new MaskRow(9, "decompose", "b", 30, 30)));

        assertThat(history.params()).containsExactly("a", "b", "b.1");
        assertThat(history.changes())
                .containsExactly(
                        new MaskHistory.Change(0, "prune", List.of(0.5, 0.1, Double.NaN), 80 / 400.0),
                        new MaskHistory.Change(9, "decompose", List.of(0.5, 1.0, 1.0), 100 / 150.0));
        assertThat(Sections.densities(history)).contains(">–<").doesNotContain("NaN");
    }

    @Test
    void startsAnewWhereAParameterComesAgain() {
        var history = MaskHistory.of(List.of(
                new MaskRow(5, "train", "a", 90, 100),
                new MaskRow(5, "train", "a", 80, 100),
                new MaskRow(6, "train", "a", 70, 100)));

        assertThat(history.changes()).extracting(MaskHistory.Change::overall).containsExactly(0.9, 0.8, 0.7);
    }

    @Test
    void hasNoChangesWithoutRows() {
        assertThat(MaskHistory.of(List.of()).changes()).isEmpty();
    }
}
