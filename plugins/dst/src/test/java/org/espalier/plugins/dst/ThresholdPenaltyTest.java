package org.espalier.plugins.dst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.schedule.Progress;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.RegularizerContract;
import org.junit.jupiter.api.Test;

final class ThresholdPenaltyTest implements RegularizerContract {
    @Override
    public Regularizer regularizer() {
        return new ThresholdPenalty(0.5);
    }

    @Override
    public Latent regularizerLatent(ParamInfo info) {
        return new TrainableThreshold()
                .start(info, FakeNetwork.convolutional().latent(info.id()), new SplittableRandom(1));
    }

    @Test
    void fallsExponentiallyWithTheThresholds() {
        Regularizer.Penalty penalty =
                new ThresholdPenalty(1).penalty(Masked.INFO, Masked.latent(.1f, .3f), Masked.ALL, Progress.DONE);
        assertThat(penalty.value()).isCloseTo(1.645656, within(1e-6));
        assertThat(Masked.thresholds(penalty.gradient()))
                .containsExactly(new float[] {-.904837f, -.740818f}, within(1e-5f));
    }

    @Test
    void saysWhenThereAreNoThresholds() {
        assertThatThrownBy(
                        () -> regularizer().penalty(Masked.INFO, Latent.of(Masked.weight()), Masked.ALL, Progress.DONE))
                .hasMessage("lstm.input-gate is trained without a 'threshold'");
    }
}
