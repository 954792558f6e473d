package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.mask.Regularizer.Penalty;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.schedule.Progress;
import org.junit.jupiter.api.Test;

/** What every {@link Regularizer} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface RegularizerContract {
    /** Returns the penalty under test; each call an equal one. */
    Regularizer regularizer();

    /** Returns the network whose prunable parameters it is tried on. */
    default FakeNetwork regularizerNetwork() {
        return FakeNetwork.convolutional();
    }

    /** Returns what is trained, with the extras that the penalty looks at. Best away from kinks. */
    default Latent regularizerLatent(ParamInfo info) {
        return Latent.of(Seeded.weights(info));
    }

    /** A penalty is a finite number that is not negative, at every moment of a training. */
    @Test
    default void regularizerAddsToTheLoss() {
        for (long step : List.of(0L, 500L, 1000L)) {
            forEveryParameter((info, latent, mask) -> {
                double value = regularizer()
                        .penalty(info, latent, mask, Progress.of(step, 1000))
                        .value();
                assertThat(value).isFinite().isGreaterThanOrEqualTo(0);
            });
        }
    }

    /** Its gradient is the derivative of its value, by central differences. */
    @Test
    default void regularizerGradientIsItsDerivative() {
        forEveryParameter((info, latent, mask) -> {
            Penalty penalty = regularizer().penalty(info, latent, mask, Progress.of(500, 1000));
            Differences.check(latent, penalty.gradient(), moved -> regularizer()
                    .penalty(info, moved, mask, Progress.of(500, 1000))
                    .value());
        });
    }

    /** It writes into nothing, and the same question has the same answer. */
    @Test
    default void regularizerIsPure() {
        forEveryParameter((info, latent, mask) -> {
            Untouched untouched = Untouched.latent(latent);
            Penalty once = regularizer().penalty(info, latent, mask, Progress.of(1, 2));
            Penalty again = regularizer().penalty(info, latent, mask, Progress.of(1, 2));
            untouched.verify();
            assertThat(again.value()).isEqualTo(once.value());
            assertThat(Untouched.values(again.gradient().dense()))
                    .isEqualTo(Untouched.values(once.gradient().dense()));
        });
    }

    private void forEveryParameter(ParameterizationCase body) {
        FakeNetwork network = regularizerNetwork();
        for (MaskSet masks : List.of(network.ones(), network.someAlive(0.5))) {
            for (ParamInfo info : network.prunable()) {
                body.check(info, regularizerLatent(info), masks.get(info.id()));
            }
        }
    }
}
