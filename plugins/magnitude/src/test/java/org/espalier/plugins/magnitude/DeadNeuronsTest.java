package org.espalier.plugins.magnitude;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamId;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.MaskPolicyContract;
import org.junit.jupiter.api.Test;

final class DeadNeuronsTest implements MaskPolicyContract {
    private static final ParamId FIRST = ParamId.of("fc1", "weight");
    private static final ParamId SECOND = ParamId.of("fc2", "weight");
    private static final ParamId THIRD = ParamId.of("fc3", "weight");

    @Override
    public MaskPolicy policy() {
        return new DeadNeurons();
    }

    @Test
    void leavesADenseNetworkAlone() {
        assertThat(clean(FakeNetwork.mlp(), FakeNetwork.mlp().ones()))
                .isEqualTo(FakeNetwork.mlp().ones());
    }

    @Test
    void removesTheOutputsOfANeuronWithoutInputs() {
        FakeNetwork network = FakeNetwork.dense(2, 2, 3);
        MaskSet masks = network.ones().with(FIRST, mask(List.of(2L, 2L), 0, 0, 1, 1));
        assertThat(clean(network, masks).get(SECOND)).isEqualTo(mask(List.of(3L, 2L), 0, 1, 0, 1, 0, 1));
    }

    @Test
    void removesTheInputsOfANeuronWithoutOutputs() {
        FakeNetwork network = FakeNetwork.dense(2, 2, 3);
        MaskSet masks = network.ones().with(SECOND, mask(List.of(3L, 2L), 1, 0, 1, 0, 1, 0));
        assertThat(clean(network, masks).get(FIRST)).isEqualTo(mask(List.of(2L, 2L), 1, 1, 0, 0));
    }

    @Test
    void goesOnUntilNothingDies() {
        // The only path to the second hidden layer's neuron starts at a neuron without inputs.
        FakeNetwork network = FakeNetwork.dense(1, 2, 1, 1);
        MaskSet masks =
                network.ones().with(FIRST, mask(List.of(2L, 1L), 0, 1)).with(SECOND, mask(List.of(1L, 2L), 1, 0));
        MaskSet clean = clean(network, masks);
        assertThat(clean.alive()).isZero();
        assertThat(clean.get(THIRD).alive()).isZero();
    }

    @Test
    void countsAFilterAsANeuronThroughPoolingAndFlattening() {
        FakeNetwork network = FakeNetwork.convolutional();
        ParamId conv1 = ParamId.of("conv1", "weight");
        ParamId conv2 = ParamId.of("conv2", "weight");
        ParamId fc = ParamId.of("fc", "weight");
        Mask withoutFilter = Mask.of(network.param(conv2).shape(), element -> element / (4 * 9) != 2);
        MaskSet clean = clean(network, network.ones().with(conv2, withoutFilter));
        assertThat(clean.get(conv2)).isEqualTo(withoutFilter);
        // Channel 2 of 6 takes 9 neighbouring inputs of each of the 5 outputs.
        assertThat(clean.get(fc)).isEqualTo(Mask.of(network.param(fc).shape(), element -> element % 54 / 9 != 2));
        assertThat(clean.get(conv1).density()).isEqualTo(1);
    }

    @Property(tries = 50)
    void leavesOnlyWeightsOnAPathFromInputToOutput(@ForAll long seed) {
        FakeNetwork network = FakeNetwork.dense(3, 4, 4, 2);
        var random = new java.util.SplittableRandom(seed);
        MaskSet masks = network.ones();
        for (ParamId id : List.of(FIRST, SECOND, THIRD)) {
            masks = masks.with(id, Mask.of(network.param(id).shape(), element -> random.nextDouble() < 0.3));
        }
        assertThat(clean(network, masks)).isEqualTo(onPaths(network, masks));
    }

    /** By brute force: a weight stays if it lies on a chain of living weights from an input to an output. */
    private static MaskSet onPaths(FakeNetwork network, MaskSet masks) {
        MaskSet result = network.ones().zip(network.ones(), Mask::andNot);
        for (int input = 0; input < 3; input++) {
            for (int a = 0; a < 4; a++) {
                for (int b = 0; b < 4; b++) {
                    for (int output = 0; output < 2; output++) {
                        long first = a * 3L + input;
                        long second = b * 4L + a;
                        long third = output * 4L + b;
                        if (masks.get(FIRST).get(first)
                                && masks.get(SECOND).get(second)
                                && masks.get(THIRD).get(third)) {
                            result = alive(alive(alive(result, FIRST, first), SECOND, second), THIRD, third);
                        }
                    }
                }
            }
        }
        return result;
    }

    private static MaskSet alive(MaskSet masks, ParamId id, long element) {
        Mask one = Mask.of(masks.get(id).shape(), index -> index == element);
        return masks.with(id, masks.get(id).or(one));
    }

    private static MaskSet clean(FakeNetwork network, MaskSet masks) {
        return new DeadNeurons().next(FakeScoring.of(network).withMasks(masks)).masks();
    }

    private static Mask mask(List<Long> shape, int... alive) {
        return Mask.of(shape, element -> alive[(int) element] == 1);
    }
}
