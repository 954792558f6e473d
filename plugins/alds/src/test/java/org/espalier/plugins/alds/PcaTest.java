package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.State;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.testkit.FakeCosts;
import org.espalier.testkit.FakeInstruments;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Pca} makes of outputs, and which of them it looks at. */
final class PcaTest {
    private static final LayerId FIRST = new LayerId("fc1");

    /** A look at a network of whose outputs everything is known already. */
    private record Observed(FakeScoring plain, Map<LayerId, OutputMoments.Moments> moments) implements Scoring {
        @Override
        public NetworkView network() {
            return plain.network();
        }

        @Override
        public MaskSet masks() {
            return plain.masks();
        }

        @Override
        public Progress progress() {
            return plain.progress();
        }

        @Override
        public RandomGenerator random() {
            return plain.random();
        }

        @Override
        public State state() {
            return plain.state();
        }

        @Override
        public Selector selector() {
            return plain.selector();
        }

        @Override
        @SuppressWarnings("unchecked") // there is no other evidence
        public <T> T get(Evidence<T> evidence) {
            return (T) moments;
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void outputsThatAreNotFiniteAreTheUsersToMend(float output) {
        FakeNetwork network = FakeNetwork.dense(2, 3);
        var sums = new OutputSums(3, 1);
        sums.add(Flat.array(new float[] {1, 2, 3, 4, output, 6}, 2, 3));
        var scoring = new Observed(FakeScoring.of(network), Map.of(FIRST, sums.moments()));
        assertThatThrownBy(() -> new Pca(1, 2).choices(network.layers().get(0), FakeCosts.parameters(), scoring))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "layer 'fc1' cannot be decomposed: its outputs on training examples are not all finite")
                .hasMessageEndingWith("train with a lower learning rate, or load other weights");
    }

    @Test
    void layersWhoseCovarianceWouldNotFitAreLeftAlone() {
        FakeNetwork network = FakeNetwork.dense(1, OutputMoments.MOST_OUTPUTS + 1);
        LayerView layer = network.layers().get(0);
        var pca = new Pca(1, 2);
        var scoring = FakeScoring.of(network).declaring(pca.evidence());
        assertThat(pca.choices(layer, FakeCosts.parameters(), scoring)).isEmpty();
        assertThat(new OutputMoments(1, 2).gather(FakeInstruments.of(network, 0)))
                .isEmpty();
    }

    @Test
    void ofManyPositionsSomeAreObserved() {
        FakeNetwork network = FakeNetwork.convolutional();
        Map<LayerId, OutputMoments.Moments> moments = new OutputMoments(10, 200).gather(FakeInstruments.of(network, 0));
        assertThat(moments)
                .extractingFromEntries(
                        entry -> entry.getKey() + ": " + entry.getValue().observations())
                .containsExactly("conv1: 14400", "conv2: 18000", "fc: 2000");
        // Of normal numbers.
        assertThat(moments.get(new LayerId("conv1"))).satisfies(own -> {
            assertThat(own.mean().values()).containsExactly(new double[4], within(0.05));
            assertThat(own.covariance().get(0, 0)).isCloseTo(1, within(0.05));
            assertThat(own.covariance().get(0, 1)).isCloseTo(0, within(0.05));
        });
    }

    @ParameterizedTest(name = "{0} of {1} positions")
    @CsvSource({"10, 36, 1", "1000, 49, 2", "1000, 1024, 35", "2000, 36, 5", "60000, 1, 2", "30000, 1, 1"})
    void stepsShareNoDivisorWithThePositionsOfAnExample(long examples, long positions, long step) {
        assertThat(OutputMoments.step(examples, positions)).isEqualTo(step);
    }

    /** Batches go on where the one before ended, also where a step goes beyond a whole one. */
    @Test
    void stepsGoThroughBatches() {
        var sums = new OutputSums(1, 5);
        for (int start : List.of(0, 3, 6, 9)) {
            sums.add(Flat.array(new float[] {start, start + 1, start + 2}, 3, 1));
        }
        assertThat(sums.moments().observations()).isEqualTo(3);
        assertThat(sums.moments().mean().get(0, 0)).isEqualTo(5);
    }

    @Test
    void positionsOfAnImageAreObservationsOfItsChannels() {
        var sums = new OutputSums(2, 3);
        sums.add(Flat.array(new float[] {0, 1, 10, 11, 2, 3, 12, 13}, 2, 2, 1, 2));
        // Positions 0 and 3: the first of the first example, the last of the second.
        assertThat(sums.moments().mean().values()).containsExactly(1.5, 11.5);
    }
}
