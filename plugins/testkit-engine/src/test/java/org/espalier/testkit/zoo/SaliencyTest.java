package org.espalier.testkit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Criterion;
import org.espalier.engine.mask.PrunePolicy;
import org.espalier.engine.mask.criterion.GroupNorm;
import org.espalier.engine.mask.distribution.PerOutputDistribution;
import org.espalier.engine.mask.granularity.FilterGranularity;
import org.espalier.engine.schedule.OneShotSchedule;
import org.espalier.testkit.CriterionContract;
import org.espalier.testkit.FakeBundle;
import org.espalier.testkit.FakeInstruments;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.zoo.Measurements.HessianGradient;
import org.espalier.testkit.zoo.Measurements.InputGram;
import org.espalier.testkit.zoo.Measurements.MeanGradient;
import org.espalier.testkit.zoo.Measurements.PerSampleGradients;
import org.espalier.testkit.zoo.Measurements.Slot;
import org.espalier.testkit.zoo.Measurements.SquaredGradient;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

final class SaliencyTest {
    private static final ParamId WEIGHT = ParamId.of("fc2", "weight");

    @Nested
    final class Magnitude implements CriterionContract {
        @Override
        public Criterion criterion() {
            return new Saliency.Magnitude();
        }
    }

    @Nested
    final class Gradient implements CriterionContract {
        @Override
        public Criterion criterion() {
            return new Saliency.Gradient(new MeanGradient(1, 8));
        }
    }

    @Nested
    final class Snip implements CriterionContract {
        @Override
        public Criterion criterion() {
            return new Saliency.Snip(new MeanGradient(1, 8));
        }

        @Test
        void isTheGradientTimesTheWeight() {
            var measured = new MeanGradient(1, 8);
            FakeScoring scoring = scoring(criterion());
            double gradient = scoring.get(measured).get(WEIGHT).getDouble(2, 3);
            double weight = scoring.network().effective(WEIGHT).getDouble(2, 3);
            assertThat(criterion().score(scoring).get(WEIGHT).getDouble(2, 3))
                    .isCloseTo(Math.abs(gradient * weight), within(1e-5));
        }
    }

    @Nested
    final class Grasp implements CriterionContract {
        @Override
        public Criterion criterion() {
            return new Saliency.Grasp(new HessianGradient(1, 8, 200, 1e-1));
        }

        @Test
        void keepsWhatAddsToTheGradientsNorm() {
            FakeScoring scoring = scoring(criterion());
            INDArray scores = criterion().score(scoring).get(WEIGHT);
            INDArray weight = scoring.network().effective(WEIGHT);
            INDArray gradient = new MeanGradient(1, 8)
                    .gather(FakeInstruments.of(FakeNetwork.mlp(), 0))
                    .get(WEIGHT);
            // The fakes' Hessian is the identity.
            assertThat(Flat.values(scores)).containsExactly(Flat.values(gradient.mul(weight)), within(1e-3f));
        }
    }

    @Nested
    final class SynFlow implements CriterionContract {
        @Override
        public Criterion criterion() {
            return new Saliency.SynFlow();
        }
    }

    @Nested
    final class OptimalBrainDamage implements CriterionContract {
        @Override
        public Criterion criterion() {
            return new Saliency.OptimalBrainDamage(new SquaredGradient(4));
        }
    }

    @Nested
    final class Taylor implements CriterionContract {
        @Override
        public Criterion criterion() {
            return new Saliency.Taylor(new PerSampleGradients(3));
        }

        @Test
        void givesAFilterTheSquareOfItsSum() {
            FakeScoring scoring = scoring(criterion());
            double expected = 0;
            for (Tensors sample : scoring.get(new PerSampleGradients(3))) {
                INDArray product = sample.get(WEIGHT)
                        .mul(scoring.network().effective(WEIGHT))
                        .getRow(1);
                expected += Math.pow(product.sumNumber().doubleValue(), 2) / 3;
            }
            Tensors scores = criterion().score(scoring);
            INDArray pooled = new FilterGranularity(GroupNorm.SUM)
                    .bundles(scoring.network())
                    .get(1)
                    .pool(scores);
            assertThat(pooled.getDouble(1)).isCloseTo(expected, within(1e-3));
        }
    }

    @Nested
    final class Wanda implements CriterionContract {
        @Override
        public Criterion criterion() {
            return new Saliency.Wanda(new InputGram(2, 4));
        }

        @Test
        void prunesEachOutputRowByItself() {
            MaskPolicy policy = new PrunePolicy(
                    criterion(),
                    new PerOutputDistribution(List.of()),
                    FakeBundle::elements,
                    new OneShotSchedule(),
                    0.5,
                    Target.Base.ALL,
                    1,
                    false,
                    0);
            FakeNetwork network = FakeNetwork.convolutional();
            FakeScoring scoring = FakeScoring.of(network).declaring(policy.evidence());
            var masks = policy.next(scoring).masks();
            for (ParamInfo info : network.prunable()) {
                Mask mask = masks.get(info.id());
                for (long row = 0; row < info.shape().get(0); row++) {
                    long first = row * info.rowSize();
                    long alive = LongStream.range(first, first + info.rowSize())
                            .filter(mask::get)
                            .count();
                    assertThat(alive).as("row %d of %s", row, info.id()).isEqualTo(info.rowSize() / 2);
                }
            }
        }
    }

    @Nested
    final class OptimizerSlot implements CriterionContract {
        @Override
        public Criterion criterion() {
            return new Saliency.OptimizerSlot(new Slot("momentum"));
        }
    }

    private static FakeScoring scoring(Criterion criterion) {
        return FakeScoring.of(FakeNetwork.mlp()).declaring(criterion.evidence());
    }
}
