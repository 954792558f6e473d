package org.espalier.engine.mask.granularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Scope;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.engine.mask.FakeScoring;
import org.espalier.engine.mask.Params;
import org.espalier.engine.mask.criterion.GroupNorm;
import org.espalier.engine.mask.selection.ExactSelector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class GranularityTest {
    private static final ParamInfo DENSE = Params.weight("fc", 3, 5);
    private static final ParamInfo CONV = Params.weight("conv", 2, 3, 1, 2);
    private static final List<ParamInfo> BOTH = List.of(DENSE, CONV);

    @Test
    void unitsAreWhatTheirNamesSay() {
        var network = FakeScoring.of(BOTH).network();
        assertThat(units(new ElementGranularity().bundles(network))).containsExactly(15L, 12L);
        assertThat(units(new NeuronGranularity(GroupNorm.SUM).bundles(network))).containsExactly(3L, 2L);
        assertThat(units(new FilterGranularity(GroupNorm.SUM).bundles(network))).containsExactly(3L, 2L);
        assertThat(units(new ChannelGranularity(GroupNorm.SUM).bundles(network)))
                .containsExactly(5L, 3L);
        assertThat(units(new LayerGranularity(GroupNorm.SUM).bundles(network))).containsExactly(1L, 1L);
        // 3x5 in blocks of 2x2: 2 by 3; 2x6: 1 by 3.
        assertThat(units(new BlockGranularity(2, 2, GroupNorm.SUM).bundles(network)))
                .containsExactly(6L, 3L);
    }

    @Test
    void channelsOfAConvolutionHoldTheirKernelInEveryFilter() {
        MaskSet masks =
                BlockBundle.channels(CONV, GroupNorm.SUM).expand(Mask.of(List.of(3L), i -> i == 1), MaskSet.ones(BOTH));
        // [filter][channel][1][2]: channel 1 is positions 2, 3 of 6.
        assertThat(masks.get(CONV.id())).isEqualTo(Mask.of(CONV.shape(), i -> i % 6 == 2 || i % 6 == 3));
        assertThat(masks.get(DENSE.id()).alive()).isEqualTo(15);
    }

    @Test
    void edgeBlocksAreSmaller() {
        Bundle blocks = BlockBundle.blocks(DENSE, 2, 2, GroupNorm.MEAN);
        MaskSet masks = blocks.expand(Mask.of(List.of(6L), i -> i == 5), MaskSet.ones(BOTH));
        assertThat(masks.get(DENSE.id())).isEqualTo(Mask.of(DENSE.shape(), i -> i == 14));
        Tensors scores = Params.cut(BOTH, rising());
        assertThat(blocks.pool(scores).getFloat(5)).isEqualTo(14);
        assertThat(blocks.pool(scores).getFloat(0)).isEqualTo((0 + 1 + 5 + 6) / 4f);
    }

    @Test
    void scoresPoolByTheirNorm() {
        Tensors scores = Params.cut(BOTH, new float[] {
            1, -2, 3, 0, 0, /**/ 0, 0, 0, 0, 0, /**/ -4, -3, -5, -6, -7, /**/ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        });
        assertThat(pool(GroupNorm.SUM, scores)).containsExactly(2, 0, -25);
        assertThat(pool(GroupNorm.L1, scores)).containsExactly(6, 0, 25);
        assertThat(pool(GroupNorm.MEAN, scores)).containsExactly(0.4f, 0, -5);
        assertThat(pool(GroupNorm.MAX, scores)).containsExactly(3, 0, -3);
        assertThat(pool(GroupNorm.L2, scores)[0]).isCloseTo((float) Math.sqrt(14), within(1e-6f));
    }

    @Test
    void elementsPoolWithoutCopying() {
        Tensors scores = Params.cut(BOTH, rising());
        INDArray pooled = BlockBundle.elements(DENSE).pool(scores);
        assertThat(pooled.shape()).containsExactly(15);
        assertThat(pooled.data().address())
                .isEqualTo(scores.get(DENSE.id()).data().address());
    }

    @Test
    void aUnitLivesAsLongAsOneOfItsWeights() {
        MaskSet masks = MaskSet.ones(BOTH).with(DENSE.id(), Mask.of(DENSE.shape(), i -> i == 7));
        assertThat(BlockBundle.rows(DENSE, GroupNorm.SUM).alive(masks)).isEqualTo(Mask.of(List.of(3L), i -> i == 1));
        assertThat(BlockBundle.channels(DENSE, GroupNorm.SUM).alive(masks))
                .isEqualTo(Mask.of(List.of(5L), i -> i == 2));
    }

    @Test
    void scoresOfAnotherShapeAreRefused() {
        Tensors scores = new Tensors(java.util.Map.of(DENSE.id(), Params.floats(CONV, new float[12])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlockBundle.elements(DENSE).pool(scores))
                .withMessage("the scores of 'fc.weight' have shape [2, 3, 1, 2] instead of [3, 5]");
    }

    @Property(tries = 200)
    void unitsPartitionTheirParameter(
            @ForAll @IntRange(min = 1, max = 4) int height, @ForAll @IntRange(min = 1, max = 7) int width) {
        for (ParamInfo info : BOTH) {
            Bundle bundle = BlockBundle.blocks(info, height, width, GroupNorm.SUM);
            long covered = 0;
            for (long unit = 0; unit < bundle.units(); unit++) {
                long one = unit;
                Mask kept = Mask.of(List.of(bundle.units()), i -> i == one);
                MaskSet masks = bundle.expand(kept, MaskSet.ones(BOTH));
                assertThat(bundle.alive(masks)).isEqualTo(kept);
                covered += masks.get(info.id()).alive();
            }
            assertThat(covered).isEqualTo(info.size());
        }
    }

    private static float[] pool(GroupNorm norm, Tensors scores) {
        return BlockBundle.rows(DENSE, norm).pool(scores).toFloatVector();
    }

    private static List<Long> units(List<Bundle> bundles) {
        List<Long> units = new ArrayList<>();
        bundles.forEach(bundle -> units.add(bundle.units()));
        return units;
    }

    private static float[] rising() {
        float[] values = new float[27];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return values;
    }

    @Test
    void whatIsDeadHasNoPartInAUnitsScore() {
        var info = Params.weight("a", 2, 4);
        Tensors scores = Params.cut(List.of(info), new float[] {3, 2, 1, 0.5f, 9, -1, -4, 2});
        MaskSet alive = new MaskSet(Map.of(info.id(), Mask.of(info.shape(), i -> i != 0 && i != 4)));
        for (var expected : Map.of(
                        GroupNorm.SUM, List.of(3.5f, -3f),
                        GroupNorm.L1, List.of(3.5f, 7f),
                        GroupNorm.MEAN, List.of(3.5f / 3, -1f),
                        GroupNorm.MAX, List.of(2f, 2f))
                .entrySet()) {
            float[] pooled = BlockBundle.rows(info, expected.getKey())
                    .pool(scores, alive)
                    .toFloatVector();
            assertThat(pooled)
                    .as(expected.getKey().name())
                    .containsExactly(
                            expected.getValue().get(0), expected.getValue().get(1));
        }
        MaskSet kept = new ExactSelector()
                .keepBest(
                        new Allocation(List.of(new Scope.Pool(List.of(BlockBundle.rows(info, GroupNorm.SUM)), 1))),
                        scores.map(array -> org.nd4j.linalg.ops.transforms.Transforms.abs(array, true)),
                        alive,
                        alive);
        assertThat(kept.get(info.id()))
                .as("7 beats 3.5, though 16 and 6.5 stand there")
                .isEqualTo(Mask.of(info.shape(), i -> i >= 4));
    }
}
