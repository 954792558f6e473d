package org.espalier.plugins.dst;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.testkit.FakeNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

final class FinalMasksTest {
    private static FakeNetwork trained(FakeNetwork network) {
        FakeNetwork next = network;
        for (ParamInfo info : network.prunable()) {
            INDArray thresholds = Thresholds.of(new TrainableThreshold()
                            .start(info, network.latent(info.id()), new SplittableRandom(1))
                            .trainable())
                    .add(0.01);
            next = next.withExtras(info.id(), Map.of("threshold", thresholds));
        }
        return next;
    }

    private static Set<ParamId> ids(FakeNetwork network) {
        return new LinkedHashSet<>(network.ones().byId().keySet());
    }

    @Property(tries = 30)
    void leavesExactlyWhatWasWanted(@ForAll @DoubleRange(min = 0.05, max = 1) double target) {
        FakeNetwork network = trained(FakeNetwork.convolutional());
        MaskSet masks = FinalMasks.of(network, network.someAlive(0.3), ids(network), target);
        assertThat(masks.alive()).isEqualTo(Math.round(target * masks.size()));
    }

    @Test
    void keepsAWeightInEveryParameter() {
        FakeNetwork network = trained(FakeNetwork.mlp());
        MaskSet masks = FinalMasks.of(network, network.ones(), ids(network), 1e-9);
        assertThat(masks.byId().values()).allMatch(mask -> mask.alive() == 1);
    }

    @Test
    void countsWhatHasNoThresholdsAsItIs() {
        FakeNetwork network = trained(FakeNetwork.mlp());
        Set<ParamId> ids = ids(network);
        ParamId dense = ids.iterator().next();
        ids.remove(dense);
        double share =
                0.1 + (double) network.ones().get(dense).size() / network.ones().size();
        MaskSet masks = FinalMasks.of(network, network.ones(), ids, share);
        assertThat(masks.get(dense).density()).isEqualTo(1);
        assertThat(masks.alive()).isEqualTo(Math.round(share * masks.size()));
    }

    /** Half of the weights lie at the cut. */
    @Property(tries = 30)
    void tiesDoNotExceedTheTarget(@ForAll @DoubleRange(min = 0.05, max = 1) double target) {
        FakeNetwork plain = FakeNetwork.mlp();
        FakeNetwork network =
                trained(plain.with(plain.weights().map(weight -> weight.gt(0).castTo(weight.dataType()))));
        MaskSet masks = FinalMasks.of(network, network.ones(), ids(network), target);
        assertThat(masks.alive()).isEqualTo(Math.round(target * masks.size()));
    }
}
