package org.espalier.plugins.magnitude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.testkit.FakeInstruments;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.MaskPolicyContract;
import org.junit.jupiter.api.Test;

final class SensitivityTest implements MaskPolicyContract {
    @Override
    public MaskPolicy policy() {
        return new Sensitivity(0.05, 3, 30);
    }

    @Test
    void picksTheHighestQualityThatALayerBears() {
        FakeNetwork network = FakeNetwork.mlp();
        FakeInstruments instruments = FakeInstruments.of(network, 0);
        for (double tolerated : new double[] {0, 0.01, 0.05, 0.2, 1}) {
            var scan = new SensitivityScan(tolerated, 3, 30);
            assertThat(scan.gather(instruments)).isEqualTo(byTryingEach(network, tolerated));
        }
    }

    @Test
    void prunesByWhatItPickedAndRemembersIt() {
        FakeNetwork network = FakeNetwork.mlp();
        FakeScoring scoring = FakeScoring.of(network).declaring(policy().evidence());
        Revision revision = policy().next(scoring);
        Map<ParamId, Double> picked = byTryingEach(network, 0.05);
        picked.forEach((id, quality) -> {
            assertThat(revision.state().scalars()).contains(entry("quality of " + id.layer(), quality));
            var byHand = new Threshold(0, Map.of(id.layer().path(), quality)).next(scoring);
            assertThat(revision.masks().get(id)).isEqualTo(byHand.masks().get(id));
        });
    }

    @Test
    void measuresAtMostAHandfulOfTimesForEachLayer() {
        var count = new int[1];
        FakeNetwork network = FakeNetwork.mlp();
        new SensitivityScan(0.05, 3, 30).gather(FakeInstruments.of(network, 0).withAccuracy(running -> {
            count[0]++;
            return 1;
        }));
        assertThat(count[0]).isLessThanOrEqualTo(1 + 5 * network.prunable().size());
    }

    /** The fake's accuracy is the share of the absolute sum that is left, which falls as the quality rises. */
    private static Map<ParamId, Double> byTryingEach(FakeNetwork network, double tolerated) {
        double all = network.prunable().stream()
                .mapToDouble(info -> sum(Flat.copy(network.latent(info.id())), 0))
                .sum();
        var picked = new java.util.LinkedHashMap<ParamId, Double>();
        network.prunable().forEach(info -> {
            float[] weights = Flat.copy(network.latent(info.id()));
            double best = IntStream.rangeClosed(0, 30)
                    .mapToDouble(step -> 3.0 * step / 30)
                    .filter(quality -> (sum(weights, 0) - sum(weights, quality * Weights.deviation(weights))) / all
                            <= tolerated + 1e-7)
                    .max()
                    .orElseThrow();
            picked.put(info.id(), best);
        });
        return picked;
    }

    private static double sum(float[] weights, double above) {
        double sum = 0;
        for (float weight : weights) {
            sum += Math.abs(weight) > above ? Math.abs(weight) : 0;
        }
        return sum;
    }
}
