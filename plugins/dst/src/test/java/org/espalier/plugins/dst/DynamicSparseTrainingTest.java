package org.espalier.plugins.dst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.schedule.Progress;
import org.espalier.api.train.TrainingHook;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeSession;
import org.espalier.testkit.TrainingHookContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class DynamicSparseTrainingTest {
    private static DynamicSparseTraining dst(double target, double freezeEpochs, List<String> except) {
        return new DynamicSparseTraining(5e-4, target, freezeEpochs, new TrainableThreshold(), List.of("*"), except);
    }

    @Nested
    final class ByAlpha implements TrainingHookContract {
        @Override
        public TrainingHook hook() {
            return dst(0, 1, List.of());
        }

        @Test
        void masksEverythingButWhatIsExceptedAndFreezesInTime() {
            FakeSession session = FakeSession.of(FakeNetwork.mlp()).train(dst(0, 1, List.of("fc3")), 3, 5);
            assertThat(session.events())
                    .filteredOn(event -> event.startsWith("parameterize") || event.startsWith("harden"))
                    .extracting(event -> event.replaceFirst(" by .*", ""))
                    .containsExactly(
                            "parameterize fc1.weight",
                            "parameterize fc2.weight",
                            "harden fc1.weight",
                            "harden fc2.weight");
            int frozen = session.events().indexOf("harden fc1.weight");
            assertThat(session.events().subList(frozen, session.events().size()))
                    .filteredOn(event -> event.startsWith("loss"))
                    .hasSize(5);
        }
    }

    @Nested
    final class ToATarget implements TrainingHookContract {
        @Override
        public TrainingHook hook() {
            return dst(0.25, 0, List.of());
        }

        @Test
        void letsNoMatrixStartAnew() {
            assertThat(FakeSession.of(FakeNetwork.mlp()).train(hook(), 1, 1).events())
                    .filteredOn(event -> event.startsWith("parameterize"))
                    .isNotEmpty()
                    .allMatch(event -> event.contains("resetBelow=0.0,"));
            assertThat(FakeSession.of(FakeNetwork.mlp())
                            .train(dst(0, 0, List.of()), 1, 1)
                            .events())
                    .filteredOn(event -> event.startsWith("parameterize"))
                    .isNotEmpty()
                    .allMatch(event -> event.contains("resetBelow=0.01,"));
        }

        @Test
        void raisesAlphaWhileTooMuchIsAliveAndEndsWithTheTarget() {
            FakeSession session = FakeSession.of(FakeNetwork.mlp()).train(hook(), 2, 5);
            double[] alphas = session.events().stream()
                    .filter(event -> event.startsWith("dst.alpha = "))
                    .mapToDouble(event -> Double.parseDouble(event.substring(12)))
                    .toArray();
            assertThat(alphas).hasSize(10).isSorted();
            assertThat(alphas[0]).isGreaterThan(5e-4);
            MaskSet masks = session.masks();
            assertThat(masks.alive()).isEqualTo(Math.round(0.25 * masks.size()));
        }
    }

    @Test
    void letsFiltersThatBatchNormalizationReadsKeepAWeight() {
        FakeNetwork network = FakeNetwork.convolutional();
        LayerView relu = network.layers().stream()
                .filter(layer -> layer.id().equals(new LayerId("relu1")))
                .findFirst()
                .orElseThrow();
        FakeNetwork normalized = network.withLayer(new LayerView(
                relu.id(),
                new LayerSpec.Other("BatchNormalization", Map.of()),
                relu.params(),
                relu.inputs(),
                relu.outputShape()));
        FakeSession session = FakeSession.of(normalized).train(dst(0, 0, List.of()), 1, 1);
        assertThat(session.events())
                .filteredOn(event -> event.startsWith("parameterize"))
                .satisfiesExactly(
                        event -> assertThat(event).contains("conv1.weight", "keepOne=true"),
                        event -> assertThat(event).contains("conv2.weight", "keepOne=false"),
                        event -> assertThat(event).contains("fc.weight", "keepOne=false"));
    }

    @Test
    void saysWhenOneCutDoesWhatSteeringHadLeft() {
        FakeNetwork network = FakeNetwork.mlp();
        long all = network.ones().size();
        long left = Math.round(0.1 * all);
        assertThat(warnings(FakeSession.of(network).train(dst(0.1, 0, List.of()), 1, 1)))
                .singleElement()
                .asString()
                .matches(
                        "warning: training had led to [\\d,]+ weights \\([\\d.]+ %\\), so that one cut takes away [\\d,]+ more"
                                + " to leave " + left
                                + " \\(10\\.\\d\\d %\\)\\. Train for longer or with a larger 'alpha' to arrive in"
                                + " time, and give 'freeze-epochs' to train on after the cut");
        assertThat(warnings(FakeSession.of(network).train(dst(0.9, 0, List.of()), 1, 1)))
                .isEmpty();
    }

    private static List<String> warnings(FakeSession session) {
        return session.events().stream()
                .filter(event -> event.startsWith("warning"))
                .toList();
    }

    @Test
    void saysWhenFreezingLeavesNothingToTrain() {
        assertThat(dst(0.3, 5, List.of()).whyIdle(new Progress(0, 20, 0, 2)))
                .isEqualTo("'freeze-epochs' is 5.0 in a training of 2.0 epochs, so masks are fixed after its first step"
                        + " and thresholds hardly train. Give fewer, or more epochs");
        assertThat(dst(0.3, 1, List.of()).whyIdle(new Progress(0, 20, 0, 2))).isEmpty();
        assertThat(dst(0.3, 0, List.of()).whyIdle(new Progress(0, 0, 0, 0))).isEmpty();
    }

    @Test
    void saysWhenNothingIsLeftToMask() {
        FakeSession session = FakeSession.of(FakeNetwork.mlp());
        assertThatThrownBy(() -> session.train(dst(0, 0, List.of("fc*")), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dynamic-sparse-training: nothing to mask matches [*] except [fc*]. Weights that can be"
                        + " masked: [fc1.weight, fc2.weight, fc3.weight]");
    }

    @Test
    void needsAnAlphaToSteerBy() {
        assertThatThrownBy(
                        () -> new DynamicSparseTraining(0, 0.1, 0, new TrainableThreshold(), List.of("*"), List.of()))
                .hasMessage("a target is steered to by alpha, which must then be above 0");
    }
}
