package org.espalier.plugins.regrowth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.espalier.plugins.regrowth.Parts.WEIGHT;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.schedule.Progress;
import org.espalier.engine.schedule.CosineSchedule;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.MaskPolicyContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ShedTest {
    @Nested
    final class OfAll implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return Parts.shed(0.3);
        }
    }

    @Nested
    final class OfEachSign implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return Parts.shed(0.3, progress -> 0, true);
        }
    }

    /** Evci et al. (2020): α = 0.3, T = 25 000. */
    @Test
    void theShareFallsWithRigLsCosine() {
        Shed shed = Parts.shed(0.3, new CosineSchedule(), false);
        List<Long> steps = List.of(0L, 100L, 5000L, 12_500L, 20_000L, 25_000L);
        List<Double> shares = List.of(.3, .299988, .271353, .15, .028647, 0.0);
        for (int i = 0; i < steps.size(); i++) {
            assertThat(shed.share(Progress.of(steps.get(i), 25_000))).isCloseTo(shares.get(i), within(5e-7));
        }
    }

    @Test
    void ofEachSignTheWeightsClosestToZeroGo() {
        FakeNetwork network = FakeNetwork.dense(11, 1).with(WEIGHT, -50, 1, -10, 2, -20, 3, -30, 4, -40, 5, 0.1f);
        MaskSet alive = network.ones().with(WEIGHT, Mask.of(List.of(1L, 11L), i -> i < 10));
        FakeScoring scoring = FakeScoring.of(network).withMasks(alive);
        MaskSet each = Parts.shed(0.4, progress -> 0, true).next(scoring).masks();
        assertThat(each.get(WEIGHT)).isEqualTo(Mask.of(List.of(1L, 11L), i -> i == 0 || (i >= 5 && i < 10)));
        // By size alone the four smallest would go, all of them positive.
        MaskSet all = Parts.shed(0.4).next(scoring).masks();
        assertThat(all.get(WEIGHT)).isEqualTo(Mask.of(List.of(1L, 11L), i -> (i % 2 == 0 && i < 10) || i == 9));
    }

    /** RigL's {@code n_prune = int(f · nnz)}, in every layer. */
    @Property(tries = 50)
    void eachLayerLosesItsShareRoundedDownAndNeverAll(
            @ForAll @DoubleRange(min = 0, max = 1) double fraction, @ForAll @LongRange(min = 1, max = 9) long tenths) {
        FakeNetwork network = FakeNetwork.mlp();
        MaskSet before = network.someAlive(tenths / 10.0);
        MaskSet after = Parts.shed(fraction)
                .next(FakeScoring.of(network).withMasks(before))
                .masks();
        for (ParamInfo info : network.prunable()) {
            long alive = before.get(info.id()).alive();
            long lost = Math.max(0, Math.min(alive - 1, (long) (fraction * alive)));
            assertThat(after.get(info.id()).alive()).isEqualTo(alive - lost);
        }
    }
}
