package org.espalier.plugins.alds;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.State;
import org.espalier.api.model.Tensors;
import org.espalier.api.report.Metric;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Instruments;
import org.espalier.api.score.Objective;
import org.espalier.api.score.Scoring;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A look at a network that runs, and at what its layers put out.
 *
 * @param examples all that it is shown: every batch
 */
record Look(SmallNetwork network, INDArray examples) implements Scoring, Instruments {
    @Override
    public MaskSet masks() {
        return MaskSet.ones(network.prunable());
    }

    @Override
    public Progress progress() {
        return Progress.DONE;
    }

    @Override
    public RandomGenerator random() {
        return new SplittableRandom(1);
    }

    @Override
    public State state() {
        return State.empty();
    }

    @Override
    public <T> T get(Evidence<T> evidence) {
        return evidence.gather(this);
    }

    @Override
    public Iterable<Batch> batches(int count, int size) {
        return List.of(new Batch(examples, Nd4j.empty()));
    }

    @Override
    public void forward(Batch batch, Tap tap) {
        network.outputs(batch.inputs()).forEach((layer, output) -> tap.seen(layer, batch.inputs(), output));
    }

    @Override
    public Selector selector() {
        throw unsupported();
    }

    @Override
    public Tensors gradients(Objective objective, Batch batch) {
        throw unsupported();
    }

    @Override
    public Objective taskLoss() {
        throw unsupported();
    }

    @Override
    public double validation(String metric) {
        throw unsupported();
    }

    @Override
    public double validation(Metric metric) {
        throw unsupported();
    }

    @Override
    public INDArray optimizerState(ParamId id, String slot) {
        throw unsupported();
    }

    @Override
    public <T> T withWeights(UnaryOperator<Tensors> replacement, Supplier<T> body) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("a look at outputs alone");
    }
}
