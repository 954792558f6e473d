package org.espalier.testkit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.train.TrainingHook;
import org.espalier.engine.mask.UniformDistribution;
import org.espalier.testkit.FakeBundle;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.MaskPolicyContract;
import org.espalier.testkit.ParameterizationContract;
import org.espalier.testkit.RegularizerContract;
import org.espalier.testkit.TrainingHookContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

final class DeepRewiringTest {
    private static final ParamId WEIGHT = ParamId.of("fc1", "weight");

    @Nested
    final class SignedTheta implements ParameterizationContract {
        @Override
        public Parameterization parameterization() {
            return new DeepRewiring.SignedTheta();
        }

        @Override
        public Latent parameterizationLatent(ParamInfo info) {
            INDArray weight = FakeNetwork.convolutional().latent(info.id());
            Latent latent = parameterization().start(info, weight, new SplittableRandom(1));
            return latent.withDense(latent.dense().add(0.5));
        }

        @Test
        void startsAtTheWeightsAndDiesAtZero() {
            FakeNetwork network = FakeNetwork.dense(4, 1).with(WEIGHT, 1, -2, 3, -4);
            ParamInfo info = network.param(WEIGHT);
            Latent start = parameterization().start(info, network.latent(WEIGHT), new SplittableRandom(1));
            Mask all = Mask.ones(info.shape());
            assertThat(Flat.values(start.dense())).containsExactly(1, 2, 3, 4);
            assertThat(start.trainable()).isEmpty();
            assertThat(start.constant()).containsOnlyKeys("sign");
            assertThat(Flat.values(
                            parameterization().effective(info, start, all).weight()))
                    .containsExactly(1, -2, 3, -4);

            Latent crossed = start.withDense(Flat.array(new float[] {1, -0.1f, 0, 4}, 1, 4));
            Parameterization.Effective effective = parameterization().effective(info, crossed, all);
            assertThat(Flat.values(effective.weight())).containsExactly(1, 0, 0, -4);
            assertThat(effective.mask()).isEqualTo(Mask.of(info.shape(), i -> i == 0 || i == 3));
            INDArray gradient = Flat.array(new float[] {1, 1, 1, 1}, 1, 4);
            assertThat(Flat.values(parameterization()
                            .pullback(info, crossed, all, gradient)
                            .dense()))
                    .containsExactly(new float[] {1, 0, 0, -1}, within(0f));

            Mask grown = Mask.of(info.shape(), i -> i == 1);
            Latent admitted = parameterization().admit(info, crossed, grown, gradient.mul(0));
            assertThat(Flat.values(admitted.dense())).containsExactly(1, 1e-12f, 0, 4);
        }
    }

    @Nested
    final class ActiveL1 implements RegularizerContract {
        @Override
        public Regularizer regularizer() {
            return new DeepRewiring.ActiveL1(0.01);
        }
    }

    @Nested
    final class Walk implements TrainingHookContract {
        @Override
        public TrainingHook hook() {
            return new DeepRewiring.Walk(1e-2);
        }
    }

    /** The weights of the fakes are drawn with both signs, so that half of the living ones have crossed zero. */
    @Nested
    final class Rewiring implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return new DeepRewiring.Rewiring(FakeBundle::elements, new UniformDistribution(List.of()), 0.4);
        }

        @Override
        public boolean policyRevives() {
            return true;
        }

        @Override
        public boolean policyKeepsTheCount() {
            return true;
        }

        @Test
        void keepsEachLayersCountFromTheStart() {
            FakeNetwork network = FakeNetwork.mlp();
            Revision start = policy().initial(FakeScoring.of(network));
            MaskSet crossed = start.masks().zip(network.someAlive(0.5), Mask::and);
            Revision next =
                    policy().next(FakeScoring.of(network).withMasks(crossed).withState(start.state()));
            for (ParamInfo info : network.prunable()) {
                assertThat(next.masks().get(info.id()).alive())
                        .isEqualTo(start.masks().get(info.id()).alive());
            }
            assertThat(next.state().scalars()).isEqualTo(start.state().scalars());
            assertThat(next.grown().alive()).isPositive();
        }
    }
}
