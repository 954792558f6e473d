package org.espalier.engine.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.espalier.api.train.Optimizer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Golden values computed apart from this code, in double precision, from the formulas in PyTorch's documentation. */
final class OptimizersTest {
    private static final double[] WEIGHT = {0.5, -1.0, 2.0};
    private static final double[][] GRADIENTS = {{0.1, -0.2, 0.3}, {-0.4, 0.5, 0.6}, {0.7, 0.8, -0.9}};

    @Test
    void sgd() {
        check(new Sgd(0.1), true, 0.48000000000000004, -1.055, 2.0);
    }

    @Test
    void sgdDecays() {
        check(new Sgd(0.1, 0.01, 0.02), true, 0.47624687343750005, -1.0504997471250002, 1.99403299575);
    }

    @Test
    void biasesDoNotDecay() {
        check(new Sgd(0.1, 0.01, 0.02), false, 0.48000000000000004, -1.055, 2.0);
    }

    @Test
    void momentum() {
        check(new Momentum(0.1, 0.9, 0.01, 0.02), true, 0.4824399984375001, -1.051995097125, 1.93617829575);
    }

    @Test
    void nesterov() {
        check(new Nesterov(0.1, 0.9, 0.01, 0), true, 0.4684841244975625, -1.105345323995125, 1.9447043115640001);
    }

    @Test
    void adam() {
        check(
                new Adam(0.1, 0.9, 0.99, 1e-8, 0.01, 0.02),
                true,
                0.455865627757547,
                -1.0031519389769836,
                1.9017682323371443);
    }

    @Test
    void adamWithoutDecay() {
        check(
                new Adam(0.1, 0.9, 0.99, 1e-8, 0.01, 0.02),
                false,
                0.4614193293147283,
                -1.0080118740745119,
                1.9051276335947223);
    }

    @Test
    void adamWithDecoupledDecay() {
        check(
                new AdamW(0.1, 0.9, 0.99, 1e-8, 0.1, 0),
                true,
                0.45431591917011893,
                -0.9934751258495589,
                1.8760171022931773);
    }

    @Test
    void decoupledDecayOfBiases() {
        check(
                new AdamW(0.1, 0.9, 0.99, 1e-8, 0.1, 0),
                false,
                0.4614193293147283,
                -1.0080118740745119,
                1.9051276335947223);
    }

    @Test
    void missingSlotIsNamed() {
        assertThatThrownBy(() -> new Momentum(0.1, 0.9)
                        .update(Nd4j.create(DataType.FLOAT, 1), Nd4j.create(DataType.FLOAT, 1), Map.of(), 0.1, 1, true))
                .hasMessageContaining("'momentum'");
    }

    private static void check(Optimizer optimizer, boolean decays, double... expected) {
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            INDArray weight = Nd4j.createFromArray(WEIGHT).castTo(type);
            Map<String, INDArray> slots = new HashMap<>();
            optimizer.slots().forEach(name -> slots.put(name, Nd4j.create(type, 3)));
            for (int step = 1; step <= GRADIENTS.length; step++) {
                INDArray gradient = Nd4j.createFromArray(GRADIENTS[step - 1]).castTo(type);
                INDArray before = gradient.dup();
                optimizer.update(weight, gradient, slots, optimizer.learningRate() * 0.5, step, decays);
                assertThat(gradient).isEqualTo(before);
            }
            for (int i = 0; i < expected.length; i++) {
                assertThat(weight.getDouble(i)).isCloseTo(expected[i], within(type == DataType.FLOAT ? 1e-6 : 1e-14));
            }
        }
    }
}
