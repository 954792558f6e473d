package org.espalier.engine.loss;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.espalier.api.data.Batch;
import org.espalier.api.score.Objective;
import org.espalier.engine.kernel.backend.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mean over all labels of a batch of {@code −log softmax(output)[label]}: what classifiers are trained with, and
 * models of sequences, which have a label at each step.
 *
 * <p>With label smoothing (Szegedy et al. 2016) the target gives a share ε of its weight to all classes evenly:
 * {@code (1 − ε)·CE(label) + ε·(mean of CE over the classes)}.
 *
 * <p>The gradient is its own memory, one for each batch size, and valid until it is asked again; each user has one of their
 * own.
 */
public final class SoftmaxCrossEntropy implements Objective {
    private final double smoothing;
    private final Map<Long, INDArray> gradients = new HashMap<>();

    /** Plain cross-entropy. */
    public SoftmaxCrossEntropy() {
        this(0);
    }

    /**
     * Cross-entropy with label smoothing.
     *
     * @param smoothing ε in [0, 1)
     */
    public SoftmaxCrossEntropy(double smoothing) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("label smoothing must be in [0, 1) but is " + smoothing);
        }
        this.smoothing = smoothing;
    }

    /**
     * Returns the loss and its gradient at {@code output}.
     *
     * @throws IllegalArgumentException when the output is not {@code [batch, classes]} or {@code [batch, time, classes]},
     *     when there is not one label for each row of classes, or when a label is out of range
     */
    @Override
    public Cost of(INDArray output, Batch batch) {
        INDArray labels = batch.labels();
        long classes = output.rank() < 2 ? 0 : output.size(output.rank() - 1);
        if (output.rank() < 2 || output.rank() > 3 || labels.length() * classes != output.length()) {
            throw new IllegalArgumentException(
                    "cross-entropy needs an output [batch, classes] or [batch, time, classes]"
                            + " and one label for each row of classes, but there are "
                            + Arrays.toString(output.shape()) + " and " + labels.length() + " labels");
        }
        INDArray gradient = gradients.get(output.size(0));
        if (gradient == null || !gradient.equalShapes(output) || gradient.dataType() != output.dataType()) {
            gradient = Nd4j.create(output.dataType(), output.shape(), 'c');
            gradients.put(output.size(0), gradient);
        }
        double loss = Kernels.of(output.dataType())
                .softmaxCrossEntropy(rows(output, classes), row(labels), smoothing, rows(gradient, classes));
        return new Cost(loss, gradient);
    }

    private static INDArray row(INDArray labels) {
        return labels.rank() == 1 ? labels : labels.reshape('c', new long[] {labels.length()});
    }

    /** The same memory with one row for each label. */
    private static INDArray rows(INDArray array, long classes) {
        return array.rank() == 2 ? array : array.reshape('c', array.length() / classes, classes);
    }
}
