package org.espalier.plugins.regrowth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.espalier.plugins.regrowth.Parts.WEIGHT;

import java.util.Map;
import org.espalier.api.model.Flat;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Need;
import org.espalier.testkit.CriterionContract;
import org.espalier.testkit.FakeInstruments;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

final class CriteriaTest {
    private static final FakeNetwork NETWORK = FakeNetwork.mlp();
    private static final FakeInstruments INSTRUMENTS = FakeInstruments.of(NETWORK, 0);

    @Nested
    final class Momentum implements CriterionContract {
        @Override
        public Criterion criterion() {
            return new MomentumSize();
        }

        @Test
        void isTheSizeOfWhatTheOptimizerKeeps() {
            float[] momentum = Flat.copy(INSTRUMENTS.optimizerState(WEIGHT, "momentum"));
            float[] scores = scores(criterion());
            for (int i = 0; i < scores.length; i++) {
                assertThat(scores[i]).isEqualTo(Math.abs(momentum[i]));
            }
        }

        @Test
        void needsAnOptimizer() {
            assertThat(criterion().evidence())
                    .allSatisfy(each -> assertThat(each.needs()).containsExactly(Need.OPTIMIZER_STATE));
        }
    }

    @Nested
    final class AdamMomentum implements CriterionContract {
        @Override
        public Criterion criterion() {
            return new AdamMomentumSize(1e-8);
        }

        @Test
        void isTheSizeOfAdamsStep() {
            float[] mean = Flat.copy(INSTRUMENTS.optimizerState(WEIGHT, "mean"));
            float[] square = Flat.copy(INSTRUMENTS.optimizerState(WEIGHT, "square"));
            float[] scores = scores(criterion());
            for (int i = 0; i < scores.length; i++) {
                double expected = Math.abs(mean[i]) / (Math.sqrt(Math.abs(square[i])) + 1e-8);
                assertThat((double) scores[i]).isCloseTo(expected, within(1e-5 * expected));
            }
        }
    }

    @Nested
    final class MovementScores implements CriterionContract {
        @Override
        public Criterion criterion() {
            return new MovementScore();
        }

        @Test
        void areWhatTheParameterizationTrained() {
            INDArray score = NETWORK.latent(WEIGHT).mul(3);
            FakeNetwork trained = NETWORK.withExtras(WEIGHT, Map.of("score", score));
            assertThat(criterion().score(FakeScoring.of(trained)).get(WEIGHT)).isEqualTo(score);
        }
    }

    private static float[] scores(Criterion criterion) {
        return Flat.copy(criterion
                .score(FakeScoring.of(NETWORK).declaring(criterion.evidence()))
                .get(WEIGHT));
    }
}
