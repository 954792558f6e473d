package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.apiguardian.api.API;
import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Parameterization.Effective;
import org.espalier.api.model.ParamInfo;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every {@link Parameterization} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface ParameterizationContract {
    /** Returns the parameterization under test; each call an equal one. */
    Parameterization parameterization();

    /** Returns the network whose prunable parameters it is tried on. */
    default FakeNetwork parameterizationNetwork() {
        return FakeNetwork.convolutional();
    }

    /**
     * Returns a latent state to try it in; by default the one it starts with. Override it where the map has kinks, such as a
     * threshold: differences across a kink are no derivative.
     */
    default Latent parameterizationLatent(ParamInfo info) {
        return parameterization().start(info, Seeded.weights(info), Seeded.random("start"));
    }

    /**
     * Returns whether its pullback is a surrogate and not the derivative, as straight-through estimators' are. A class
     * that says so tests the surrogate by itself, with numbers.
     *
     * @return {@code false}: the pullback is checked by central differences
     */
    default boolean parameterizationUsesASurrogate() {
        return false;
    }

    /**
     * Returns whether a weight may run as 0 and be alive, as one that was rounded to 0 is.
     *
     * @return {@code false}: what the map makes zero is masked
     */
    default boolean parameterizationLeavesZeroesAlive() {
        return false;
    }

    /** Weights have the parameter's shape and are zero wherever the reported mask is. */
    @Test
    default void parameterizationRunsWithTheMaskItReports() {
        forEveryParameter((info, latent, mask) -> {
            Effective effective = parameterization().effective(info, latent, mask);
            assertThat(effective.weight().shape()).isEqualTo(info.shapeArray());
            assertThat(effective.mask().shape()).isEqualTo(info.shape());
            float[] weights = Untouched.values(effective.weight());
            for (int i = 0; i < weights.length; i++) {
                assertThat(weights[i]).isFinite();
                if (!effective.mask().get(i)) {
                    assertThat(weights[i])
                            .as("%s at %d, which is masked", info.id(), i)
                            .isZero();
                }
            }
        });
    }

    /**
     * Weights that the map itself makes zero are masked, so that they do not count as alive: an {@link Elementwise} says so by
     * {@code decides} and {@code alive}.
     */
    @Test
    default void parameterizationCountsNoZeroesAsAlive() {
        if (parameterizationLeavesZeroesAlive()) {
            return;
        }
        forEveryParameter((info, latent, mask) -> {
            Effective effective = parameterization().effective(info, latent, mask);
            float[] weights = Untouched.values(effective.weight());
            float[] dense = Untouched.values(latent.dense());
            for (int i = 0; i < weights.length; i++) {
                if (weights[i] == 0 && dense[i] != 0) {
                    assertThat(effective.mask().get(i))
                            .as("mask of %s at %d, where %s becomes 0", info.id(), i, dense[i])
                            .isFalse();
                }
            }
        });
    }

    /** The gradient has the latent state's shapes, without constants. */
    @Test
    default void parameterizationPullsBackToTheShapesOfTheLatentState() {
        forEveryParameter((info, latent, mask) -> {
            Latent gradient = parameterization().pullback(info, latent, mask, gradient(info));
            assertThat(gradient.dense().shape()).isEqualTo(latent.dense().shape());
            assertThat(gradient.trainable().keySet())
                    .isEqualTo(latent.trainable().keySet());
            gradient.trainable().forEach((name, array) -> assertThat(array.shape())
                    .isEqualTo(Differences.trainable(latent, name).shape()));
            assertThat(gradient.constant()).isEmpty();
        });
    }

    /** The gradient is the derivative of {@code ⟨gradient, effective⟩}, by central differences, where it is one. */
    @Test
    default void parameterizationPullsBackTheDerivative() {
        if (parameterizationUsesASurrogate()) {
            return;
        }
        forEveryParameter((info, latent, mask) -> {
            INDArray upstream = gradient(info);
            Latent pulled = parameterization().pullback(info, latent, mask, upstream);
            Differences.check(
                    latent,
                    pulled,
                    moved -> dot(
                            upstream,
                            parameterization().effective(info, moved, mask).weight()));
        });
    }

    /** Mending twice is mending once, and what was mended still fits. */
    @Test
    default void parameterizationRepairsOnce() {
        forEveryParameter((info, latent, mask) -> {
            Latent once = parameterization().repair(info, latent, mask);
            Latent twice = parameterization().repair(info, once, mask);
            assertThat(once.trainable().keySet()).isEqualTo(latent.trainable().keySet());
            assertThat(Untouched.values(twice.dense())).isEqualTo(Untouched.values(once.dense()));
            once.trainable().forEach((name, array) -> assertThat(Untouched.values(Differences.trainable(twice, name)))
                    .isEqualTo(Untouched.values(array)));
        });
    }

    /** Admitting grown weights moves nothing else. */
    @Test
    default void parameterizationAdmitsOnlyWhatGrew() {
        forEveryParameter((info, latent, mask) -> {
            Mask grown = mask.not();
            INDArray initial = Seeded.gaussian("initial" + info.id(), info.shapeArray());
            Latent admitted = parameterization().admit(info, latent, grown, initial);
            float[] before = Untouched.values(latent.dense());
            float[] after = Untouched.values(admitted.dense());
            for (int i = 0; i < before.length; i++) {
                if (!grown.get(i)) {
                    assertThat(after[i])
                            .as("%s at %d, which did not grow", info.id(), i)
                            .isEqualTo(before[i]);
                }
            }
        });
    }

    /** One that treats each element by itself says of a block what it says of each of its elements. */
    @Test
    default void parameterizationComputesBlocksAsItsElements() {
        if (!(parameterization() instanceof Elementwise map)) {
            return;
        }
        Random random = new Random(1);
        for (boolean on : new boolean[] {true, false}) {
            for (int i = 0; i < 200; i++) {
                float weight = (float) random.nextGaussian();
                float extra = (float) random.nextGaussian() / 2;
                float gradient = (float) random.nextGaussian();
                float[] dense = {weight, 9};
                float[] alive = {on ? 1 : 0, 9};
                map.forward(dense, new float[] {extra}, alive, 1);
                assertThat(dense).containsExactly(new float[] {map.forward(weight, extra, on), 9}, within(1e-6f));
                assertThat(alive).containsExactly(map.alive(weight, extra, on) ? 1 : 0, 9);
                float[] atDense = {gradient, 9};
                float[] atExtra = {0, 9};
                map.backward(new float[] {weight}, new float[] {extra}, new float[] {on ? 1 : 0}, atDense, atExtra, 1);
                assertThat(atDense)
                        .containsExactly(new float[] {map.backward(weight, extra, on, gradient), 9}, within(1e-5f));
                assertThat(atExtra)
                        .containsExactly(
                                new float[] {map.backwardExtra(weight, extra, on, gradient), 9}, within(1e-5f));
            }
        }
    }

    /** No method writes into what it was handed. */
    @Test
    default void parameterizationChangesNothingThatItIsHanded() {
        forEveryParameter((info, latent, mask) -> {
            INDArray upstream = gradient(info);
            INDArray dense = Seeded.weights(info);
            Untouched untouched =
                    Untouched.latent(latent).and("the gradient", upstream).and("the weights to start from", dense);
            parameterization().start(info, dense, Seeded.random("start"));
            parameterization().effective(info, latent, mask);
            parameterization().pullback(info, latent, mask, upstream);
            parameterization().repair(info, latent, mask);
            parameterization().admit(info, latent, mask.not(), dense);
            untouched.verify();
        });
    }

    private void forEveryParameter(ParameterizationCase body) {
        FakeNetwork network = parameterizationNetwork();
        for (MaskSet masks : List.of(network.ones(), network.someAlive(0.5))) {
            for (ParamInfo info : network.prunable()) {
                body.check(info, parameterizationLatent(info), masks.get(info.id()));
            }
        }
    }

    private static INDArray gradient(ParamInfo info) {
        return Seeded.gaussian("gradient" + info.id(), info.shapeArray());
    }

    private static double dot(INDArray a, INDArray b) {
        float[] left = Untouched.values(a);
        float[] right = Untouched.values(b);
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }
}
