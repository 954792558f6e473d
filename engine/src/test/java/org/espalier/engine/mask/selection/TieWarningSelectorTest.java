package org.espalier.engine.mask.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Scope;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.mask.Params;
import org.espalier.engine.mask.granularity.BlockBundle;
import org.junit.jupiter.api.Test;

final class TieWarningSelectorTest {
    private static final ParamInfo A = Params.weight("a", 40, 50);
    private static final ParamInfo B = Params.weight("b", 2, 2);
    private static final MaskSet ALL = MaskSet.ones(List.of(A, B));

    private final List<String> said = new ArrayList<>();

    private void select(long keep, float[] scores, MaskSet eligible) {
        var pool = new Scope.Pool(List.of(BlockBundle.elements(A), BlockBundle.elements(B)), keep);
        new TieWarningSelector(new ExactSelector(), said::add)
                .keepBest(new Allocation(List.of(pool)), Params.cut(List.of(A, B), scores), eligible, ALL);
    }

    @Test
    void poolsOfDifferentScoresAreToldTogether() {
        float[] scores = zeros();
        Arrays.fill(scores, 2000, 2004, 1);
        List<Scope> pools = List.of(
                new Scope.Pool(List.of(BlockBundle.elements(A)), 10),
                new Scope.Pool(List.of(BlockBundle.elements(B)), 1));
        new TieWarningSelector(new ExactSelector(), said::add)
                .keepBest(new Allocation(pools), Params.cut(List.of(A, B), scores), ALL, ALL);
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("all scores of a.weight, b.weight are equal in each layer, so that only positions decide");
    }

    private static float[] zeros() {
        return new float[2004];
    }

    @Test
    void saysThatEqualScoresDecideNothing() {
        select(10, zeros(), ALL);
        assertThat(said)
                .containsExactly(
                        "all scores of a.weight, b.weight are 0.0, so that only positions decide which weights are"
                                + " picked. Score by something that differs; what optimizers keep does so after some"
                                + " training");
    }

    @Test
    void oneScoreThatDiffersIsEnough() {
        float[] scores = zeros();
        scores[2003] = 1;
        select(10, scores, ALL);
        assertThat(said).isEmpty();
    }

    @Test
    void whatMayNotWinDoesNotCount() {
        float[] scores = zeros();
        scores[0] = 1;
        select(10, scores, ALL.with(A.id(), Mask.of(A.shape(), i -> i > 0)));
        assertThat(said).hasSize(1);
    }

    @Test
    void nothingIsSaidWhereNothingIsDecided() {
        float[] ones = zeros();
        Arrays.fill(ones, 1);
        select(2004, ones, ALL);
        select(0, ones, ALL);
        assertThat(said).isEmpty();
    }
}
