package org.espalier.engine.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.initializer.GlorotUniform;
import org.espalier.engine.network.initializer.Initializer;
import org.espalier.engine.network.operator.FiniteDifferencesTest;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks for sequences have the shapes, the parameters and the sight that they say. */
final class SequencesTest {
    private static final Initializer GLOROT = new GlorotUniform();

    @Test
    void lstmHasEachGatesMatricesAsParameters() {
        Network network = new Network(new Lstm(128, 2, false, 0, 0, GLOROT).build(List.of(28L, 28L), 10));
        assertThat(network.outputShape()).containsExactly(10L);
        assertThat(network.params())
                .extracting(param -> param.id() + " " + param.shape())
                .contains(
                        "lstm1.weight.forget [128, 28]",
                        "lstm1.recurrent.output [128, 128]",
                        "lstm2.weight.cell [128, 128]",
                        "lstm2.bias.input [128]",
                        "fc1.weight [10, 128]");
        // PyTorch's nn.LSTM(28, 128, 2) has 4 · 128 more: a second bias, which adds nothing.
        assertThat(network.params().stream().mapToLong(ParamInfo::size).sum())
                .isEqualTo(4 * 128 * (28 + 128 + 1) + 4 * 128 * (128 + 128 + 1) + 1290);
        assertThat(network.layers().get(0).positions()).isEqualTo(28);
    }

    @Test
    void forgetGatesStartOpen() {
        Network network = new Network(new Lstm(4, 1, true, 3, 0, GLOROT).build(List.of(5L), 7));
        network.initialize(GLOROT, id -> new SplittableRandom(1));
        for (ParamInfo param : network.params()) {
            if (param.id().name().startsWith("bias.")) {
                assertThat(network.weight(param.id()).meanNumber().doubleValue())
                        .isEqualTo(param.id().name().equals("bias.forget") ? 1 : 0);
            }
        }
    }

    @Test
    void whatClassifiesEveryStepSeesNothingBehindIt() {
        seesOnlyThePast(new Gru(6, 2, true, 0, 0, GLOROT));
        seesOnlyThePast(new Transformer(8, 2, 2, 0, true, false, 0, GLOROT));
    }

    @Test
    void anEncoderSeesAllSteps() {
        Network network = network(new Transformer(8, 4, 1, 5, false, false, 0, GLOROT));
        INDArray inputs = noise(new Random(1), 2, 6, 3);
        INDArray before =
                network.forward(inputs, Mode.INFER, new SplittableRandom(1)).dup('c');
        inputs.putScalar(0, 5, 0, 3);
        INDArray after = network.forward(inputs, Mode.INFER, new SplittableRandom(1));
        assertThat(after.getRow(0)).isNotEqualTo(before.getRow(0));
        assertThat(after.getRow(1)).isEqualTo(before.getRow(1));
    }

    @Test
    void gradientsOfATransformerAreItsDerivatives() {
        FiniteDifferencesTest.check(
                new Transformer(4, 2, 1, 5, true, false, 0, GLOROT).build(List.of(3L, 2L), 4), Mode.TRAIN);
        FiniteDifferencesTest.check(
                new Transformer(4, 2, 1, 5, false, false, 0, GLOROT).build(List.of(3L, 2L), 4), Mode.TRAIN);
    }

    @Test
    void dataOfAnotherShapeIsRefusedInTheUsersWords() {
        assertThatThrownBy(() -> new Gru(6, 1, false, 0, 0, GLOROT).build(List.of(1L, 28L, 28L), 10))
                .hasMessageStartingWith("the network reads [steps, features], but the data has [1, 28, 28]");
        assertThatThrownBy(() -> new Transformer(10, 4, 1, 0, false, false, 0, GLOROT).build(List.of(6L, 3L), 10))
                .hasMessage("a width of 10 cannot be shared out among 4 heads");
    }

    private static void seesOnlyThePast(Architecture architecture) {
        Network network = network(architecture);
        INDArray inputs = noise(new Random(1), 1, 6, 3);
        INDArray before =
                network.forward(inputs, Mode.INFER, new SplittableRandom(1)).dup('c');
        inputs.putScalar(0, 4, 1, 3);
        INDArray after = network.forward(inputs, Mode.INFER, new SplittableRandom(1));
        for (int step = 0; step < 6; step++) {
            double change = after.slice(0)
                    .getRow(step)
                    .sub(before.slice(0).getRow(step))
                    .amaxNumber()
                    .doubleValue();
            if (step < 4) {
                assertThat(change).as("step %d", step).isZero();
            } else {
                assertThat(change).as("step %d", step).isPositive();
            }
        }
    }

    private static Network network(Architecture architecture) {
        Network network = new Network(architecture.build(List.of(6L, 3L), 5), Kernels.reference(), DataType.DOUBLE);
        network.initialize(GLOROT, id -> new SplittableRandom(id.hashCode()));
        return network;
    }

    private static INDArray noise(Random random, long... shape) {
        int length = 1;
        for (long extent : shape) {
            length *= (int) extent;
        }
        return Nd4j.createFromArray(random.doubles(length, -1, 1).toArray()).reshape('c', shape);
    }
}
