package org.espalier.testkit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.RealMatrix;
import org.espalier.api.data.Batch;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Need;
import org.espalier.testkit.FakeInstruments;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.zoo.Measurements.HessianGradient;
import org.espalier.testkit.zoo.Measurements.InputGram;
import org.espalier.testkit.zoo.Measurements.MeanGradient;
import org.espalier.testkit.zoo.Measurements.PerSampleGradients;
import org.espalier.testkit.zoo.Measurements.Slot;
import org.espalier.testkit.zoo.Measurements.SquaredGradient;
import org.espalier.testkit.zoo.Measurements.SynapticFlow;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The fakes' loss is a bowl around a seeded target: gradients are {@code w − t}, the Hessian is the identity. */
final class MeasurementsTest {
    private static final ParamId WEIGHT = ParamId.of("fc2", "weight");
    private final FakeNetwork network = FakeNetwork.mlp();
    private final FakeInstruments instruments = FakeInstruments.of(network, 0);

    @Test
    void aMeanGradientIsTheMeanOverBatches() {
        List<INDArray> gradients = new ArrayList<>();
        instruments
                .batches(2, 4)
                .forEach(batch -> gradients.add(
                        instruments.gradients(instruments.taskLoss(), batch).get(WEIGHT)));
        isClose(
                new MeanGradient(2, 4).gather(instruments).get(WEIGHT),
                gradients.get(0).add(gradients.get(1)).divi(2));
    }

    @Test
    void aSquaredGradientIsTheMeanOfSquaresOfSingleSamples() {
        List<Tensors> samples = new PerSampleGradients(3).gather(instruments);
        INDArray sum = samples.get(0).get(WEIGHT).mul(0);
        samples.forEach(sample -> sum.addi(sample.get(WEIGHT).mul(sample.get(WEIGHT))));
        assertThat(samples).hasSize(3);
        isClose(new SquaredGradient(3).gather(instruments).get(WEIGHT), sum.divi(3));
    }

    @Test
    void synapticFlowRunsOnAbsoluteWeightsAndAnInputOfOnes() {
        var ones = new Batch(Nd4j.ones(1, 12), Nd4j.empty());
        Tensors atZero = instruments.withWeights(
                weights -> weights.map(weight -> weight.mul(0)),
                () -> instruments.gradients(instruments.taskLoss(), labelled(ones)));
        INDArray expected = Transforms.abs(network.latent(WEIGHT), true).add(atZero.get(WEIGHT));
        isClose(new SynapticFlow().gather(instruments).get(WEIGHT), expected);
        assertThat(new SynapticFlow().needs()).isEmpty();
    }

    @Test
    void theHessianOfABowlLeavesTheGradientAsItIs() {
        Tensors gradient = new MeanGradient(2, 4).gather(instruments);
        Tensors curved = new HessianGradient(2, 4, 200, 1e-1).gather(instruments);
        isClose(curved.get(WEIGHT), gradient.get(WEIGHT));
    }

    @Test
    void theGramOfInputsAddsUpPatches() {
        RealMatrix gram = new InputGram(2, 4).gather(instruments).get(new LayerId("fc1"));
        double squares = 0;
        for (Batch batch : instruments.batches(2, 4)) {
            squares += batch.inputs()
                    .getColumn(3)
                    .mul(batch.inputs().getColumn(3))
                    .sumNumber()
                    .doubleValue();
        }
        assertThat(gram.getColumnDimension()).isEqualTo(12);
        assertThat(gram.getEntry(3, 3)).isCloseTo(2 * squares / 8, within(1e-4));
        assertThat(gram.getEntry(3, 5)).isEqualTo(gram.getEntry(5, 3));
    }

    @Test
    void patchesOfAConvolutionLieUnderItsKernel() {
        LayerView layer = FakeNetwork.convolutional().layers().get(0);
        INDArray input = numbered(1, 2, 6, 6);
        double[][] rows = Patches.rows(layer, input);
        assertThat(rows).hasDimensions(36, 18);
        assertThat(rows[0]).startsWith(0, 0, 0, 0, 1, 2, 0, 7, 8).endsWith(0, 37, 38, 0, 43, 44);
        assertThat(rows[7]).startsWith(1, 2, 3, 7, 8, 9, 13, 14, 15);
    }

    @Test
    void aSlotNeedsAnOptimizer() {
        assertThat(new Slot("momentum").needs()).containsExactly(Need.OPTIMIZER_STATE);
        isClose(new Slot("momentum").gather(instruments).get(WEIGHT), instruments.optimizerState(WEIGHT, "momentum"));
    }

    /** Returns an array of 1, 2, 3 and so on. */
    private static INDArray numbered(long... shape) {
        float[] values = new float[72];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        return Flat.array(values, shape);
    }

    private static Batch labelled(Batch batch) {
        return new Batch(batch.inputs(), Nd4j.createFromArray(0));
    }

    private static void isClose(INDArray actual, INDArray expected) {
        assertThat(Flat.values(actual)).containsExactly(Flat.values(expected), within(1e-4f));
    }
}
