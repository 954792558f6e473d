package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.espalier.api.report.RunRecord.MaskRow;
import org.junit.jupiter.api.Test;

final class MaskHistoryTest {
    @Test
    void carriesTheDensityOfParametersThatAChangeLeftAlone() {
        var history = MaskHistory.of(List.of(
                new MaskRow(0, "prune[1]", "a", 50, 100),
                new MaskRow(0, "prune[1]", "b", 300, 300),
                new MaskRow(0, "prune[2]", "b", 30, 300)));

        assertThat(history.params()).containsExactly("a", "b");
        assertThat(history.changes())
                .containsExactly(
                        new MaskHistory.Change(0, "prune[1]", List.of(0.5, 1.0), 350 / 400.0),
                        new MaskHistory.Change(0, "prune[2]", List.of(0.5, 0.1), 80 / 400.0));
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
