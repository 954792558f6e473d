package org.espalier.engine.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.espalier.api.data.Batch;
import org.espalier.api.score.Objective.Cost;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class SoftmaxCrossEntropyTest {
    /** Softmax of these is (1/6, 2/6, 3/6) in both rows. */
    private static final float[] LOGITS = {0, (float) Math.log(2), (float) Math.log(3)};

    private static INDArray output(long... shape) {
        INDArray output = Nd4j.create(org.nd4j.linalg.api.buffer.DataType.FLOAT, shape, 'c');
        for (int i = 0; i < output.length(); i++) {
            output.putScalar(i, LOGITS[i % 3]);
        }
        return output;
    }

    /** −(0.7 ln p₂ + 0.3 (ln p₀ + ln p₁ + ln p₂) / 3), by hand. */
    @Test
    void smoothedLabelsAreAMixtureOfTheLabelAndAllClasses() {
        var batch = new Batch(Nd4j.zeros(1, 4), Nd4j.createFromArray(2));
        Cost cost = new SoftmaxCrossEntropy(0.3).of(output(1, 3), batch);
        double expected = 0.7 * Math.log(2) + 0.1 * (Math.log(6) + Math.log(3) + Math.log(2));
        assertThat(cost.value()).isCloseTo(expected, within(1e-6));
        assertThat(cost.gradientAtOutput().data().asFloat())
                .containsExactly(new float[] {1 / 6f - 0.1f, 2 / 6f - 0.1f, 3 / 6f - 0.8f}, within(1e-6f));
    }

    @Test
    void aSequenceCountsEachOfItsSteps() {
        INDArray labels = Nd4j.createFromArray(new int[][] {{0, 1}, {2, 2}});
        Cost cost = new SoftmaxCrossEntropy().of(output(2, 2, 3), new Batch(Nd4j.zeros(2, 2), labels));
        assertThat(cost.value()).isCloseTo((Math.log(6) + Math.log(3) + 2 * Math.log(2)) / 4, within(1e-6));
        assertThat(cost.gradientAtOutput().shape()).containsExactly(2, 2, 3);
        assertThat(cost.gradientAtOutput().getDouble(1, 0, 2)).isCloseTo((0.5 - 1) / 4, within(1e-6));
    }

    @Test
    void stepsOfASequenceMayBeRows() {
        INDArray labels = Nd4j.createFromArray(new int[][] {{0, 1}, {2, 2}});
        var batch = new Batch(Nd4j.zeros(2, 2), labels);
        double rows = new SoftmaxCrossEntropy().of(output(4, 3), batch).value();
        assertThat(rows)
                .isEqualTo(new SoftmaxCrossEntropy().of(output(2, 2, 3), batch).value());
    }

    @Test
    void aLabelIsNeededForEachRow() {
        var batch = new Batch(Nd4j.zeros(2, 2), Nd4j.createFromArray(0, 1));
        assertThatThrownBy(() -> new SoftmaxCrossEntropy().of(output(2, 2, 3), batch))
                .hasMessage("cross-entropy needs an output [batch, classes] or [batch, time, classes] and one label for"
                        + " each row of classes, but there are [2, 2, 3] and 2 labels");
    }

    @Test
    void everythingSmoothedAwayIsRefused() {
        assertThatThrownBy(() -> new SoftmaxCrossEntropy(1)).hasMessage("label smoothing must be in [0, 1) but is 1.0");
    }
}
