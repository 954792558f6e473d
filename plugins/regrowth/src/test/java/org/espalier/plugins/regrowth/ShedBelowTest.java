package org.espalier.plugins.regrowth;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.State;
import org.espalier.testkit.FakeBundle;
import org.espalier.testkit.MaskPolicyContract;
import org.junit.jupiter.api.Test;

final class ShedBelowTest implements MaskPolicyContract {
    @Override
    public MaskPolicy policy() {
        return below(0.3, 20);
    }

    private static ShedBelow below(double threshold, long wanted) {
        return new ShedBelow(Parts.MAGNITUDE, threshold, wanted, FakeBundle::elements);
    }

    /** Mostafa and Wang (2019), algorithm 1. */
    @Test
    void theThresholdIsHalvedAboveElevenTenthsAndDoubledBelowNine() {
        ShedBelow below = below(1e-3, 600);
        assertThat(below.adapted(1e-3, 661)).isEqualTo(5e-4);
        assertThat(below.adapted(1e-3, 660)).isEqualTo(1e-3);
        assertThat(below.adapted(1e-3, 600)).isEqualTo(1e-3);
        assertThat(below.adapted(1e-3, 540)).isEqualTo(1e-3);
        assertThat(below.adapted(1e-3, 539)).isEqualTo(2e-3);
        assertThat(below.adapted(1e-3, 0)).isEqualTo(2e-3);
    }

    @Test
    void whatIsBelowTheThresholdGoesInAllLayers() {
        Revision revision = policy().next(Parts.half(policy()));
        var scoring = Parts.half(policy());
        for (var info : scoring.network().prunable()) {
            float[] weights = Flat.copy(scoring.network().latent(info.id()));
            Mask before = scoring.masks().get(info.id());
            assertThat(revision.masks().get(info.id()))
                    .isEqualTo(Mask.of(info.shape(), i -> before.get(i) && Math.abs(weights[(int) i]) >= 0.3f));
        }
        long dropped = scoring.masks().alive() - revision.masks().alive();
        assertThat(dropped).isPositive();
        assertThat(revision.state().scalar("threshold", 0))
                .isEqualTo(below(0.3, 20).adapted(0.3, dropped));
    }

    @Test
    void itGoesOnFromTheThresholdItRemembersAndLeavesEachLayerOne() {
        State remembered = State.empty().with("threshold", 100);
        Revision revision = policy().next(Parts.half(policy()).withState(remembered));
        assertThat(revision.masks().byId().values())
                .allSatisfy(mask -> assertThat(mask.alive()).isEqualTo(1));
        assertThat(revision.state().scalar("threshold", 0)).isEqualTo(50);
    }
}
