package org.espalier.plugins.regrowth;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Criterion;
import org.espalier.testkit.FakeBundle;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.MaskPolicyContract;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

final class ShedSparingTest implements MaskPolicyContract {
    private static final ParamId FIRST = ParamId.of("fc1", "weight");
    private static final ParamId SECOND = ParamId.of("fc2", "weight");

    @Override
    public MaskPolicy policy() {
        return sparing(new MomentumSize());
    }

    private static ShedSparing sparing(Criterion contribution) {
        return new ShedSparing(Parts.MAGNITUDE, contribution, 0.5, 0.005, progress -> 0, 0.2, FakeBundle::elements);
    }

    /** Scores that say which of two layers contributes more. */
    private static Criterion contributing(double first, double second) {
        return scoring -> Tensors.of(
                scoring.network().prunable(),
                info -> Nd4j.valueArrayOf(info.shapeArray(), info.id().equals(FIRST) ? first : second, DataType.FLOAT));
    }

    @Test
    void aNearlyDenseLayerThatContributesMuchLosesNoMoreThanTheShareOfItThatIsDead() {
        FakeNetwork network = FakeNetwork.dense(10, 10, 10);
        Mask nine = Mask.of(network.param(FIRST).shape(), i -> i % 10 != 0);
        MaskSet masks = network.ones().with(FIRST, nine).with(SECOND, nine);
        FakeScoring scoring = FakeScoring.of(network).withMasks(masks);
        MaskSet left = sparing(contributing(3, 1)).next(scoring).masks();
        // 90 of 100 are alive, so a tenth of them goes: ceil(0.1 · 90); else half of them.
        assertThat(left.get(FIRST).alive()).isEqualTo(81);
        assertThat(left.get(SECOND).alive()).isEqualTo(45);
        MaskSet even = sparing(contributing(1, 1)).next(scoring).masks();
        assertThat(even.get(FIRST).alive()).isEqualTo(45);
    }

    @Test
    void theShareIsRoundedUpButLeavesOne() {
        FakeNetwork network = FakeNetwork.dense(10, 10, 10);
        MaskSet masks = network.ones()
                .with(FIRST, Mask.of(network.param(FIRST).shape(), i -> i < 7))
                .with(SECOND, Mask.of(network.param(SECOND).shape(), i -> i < 1));
        MaskSet left = sparing(contributing(1, 1))
                .next(FakeScoring.of(network).withMasks(masks))
                .masks();
        assertThat(left.get(FIRST).alive()).isEqualTo(3);
        assertThat(left.get(SECOND).alive()).isEqualTo(1);
    }
}
