package org.espalier.engine.network;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.espalier.api.data.Batch;
import org.espalier.api.score.Objective;
import org.espalier.engine.kernel.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mean over a batch of {@code −log softmax(output)[label]}: what classifiers are trained with.
 *
 * <p>The gradient is its own memory, one for each batch size, and valid until it is asked again; each user has one of their
 * own.
 */
public final class SoftmaxCrossEntropy implements Objective {
    private final Map<Long, INDArray> gradients = new HashMap<>();

    /**
     * Returns the loss and its gradient at {@code output}.
     *
     * @throws IllegalArgumentException when the output is not {@code [batch, classes]}, when there is not one label for
     *     each example, or when a label is out of range
     */
    @Override
    public Cost of(INDArray output, Batch batch) {
        INDArray labels = batch.labels();
        if (output.rank() != 2 || labels.length() != output.size(0)) {
            throw new IllegalArgumentException(
                    "cross-entropy needs an output [batch, classes] and as many labels, but there are "
                            + Arrays.toString(output.shape()) + " and " + labels.length() + " labels");
        }
        INDArray gradient = gradients.get(output.size(0));
        if (gradient == null || gradient.size(1) != output.size(1) || gradient.dataType() != output.dataType()) {
            gradient = Nd4j.create(output.dataType(), output.shape(), 'c');
            gradients.put(output.size(0), gradient);
        }
        double loss = Kernels.of(output.dataType()).softmaxCrossEntropy(output, labels, gradient);
        return new Cost(loss, gradient);
    }
}
