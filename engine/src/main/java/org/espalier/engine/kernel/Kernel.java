package org.espalier.engine.kernel;

import java.util.Optional;
import org.espalier.api.mask.Mask;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.kernel.memory.Value;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arithmetic on arrays: everything that layers, losses and optimizers compute with. {@link Kernels} says which one to use.
 *
 * <p>What flows between layers are {@link Value values}, whose layout is the kernel's business; parameters and their
 * gradients are arrays, contiguous and in c order. All are of the kernel's type. Results go into memory that the caller owns; what an operation writes must not overlap what it reads unless it says that it works
 * in place. Shapes are the caller's duty: layers check them once, kernels do not check again. The same arguments give the
 * same bits on the same machine, whatever threads are used. Calls from several threads are made one after the other.
 *
 * <p>Where {@code g} stands for a gradient, it is the gradient of the loss with respect to the array of the same shape.
 */
public interface Kernel {
    /** Returns what it is called in logs and provenance, such as {@code fast(threads=2)}. */
    String name();

    /** Copies all elements. */
    void copy(INDArray from, INDArray to);

    /** Copies all elements. */
    void copy(Value from, Value to);

    /** Adds two values of one shape; {@code sum} may be either of them. */
    void add(Value a, Value b, Value sum);

    /**
     * Multiplies matrices: {@code product = op(a) op(b)}, or {@code product += op(a) op(b)}.
     *
     * @param transposeA whether {@code op(a)} is the transpose
     * @param transposeB whether {@code op(b)} is the transpose
     * @param accumulate whether the product is added to what is there
     */
    void multiply(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray product, boolean accumulate);

    /**
     * Adds a bias to each channel, in place.
     *
     * @param array {@code [batch, channels, …]}
     * @param bias {@code [channels]}
     */
    void addBias(INDArray array, INDArray bias);

    /** Writes the gradient at the bias: the sum of {@code outputGradient} over all axes but the second. */
    void biasGradient(INDArray outputGradient, INDArray biasGradient);

    /**
     * Multiplies many matrices, each of {@code a} with its counterpart of {@code b}.
     *
     * @param a {@code [batch, …, rows, columns]}
     * @param transposeA whether {@code a}'s matrices are transposed
     * @param b of as many matrices
     * @param transposeB whether {@code b}'s matrices are transposed
     * @param products of as many matrices
     */
    void multiplyEach(Value a, boolean transposeA, Value b, boolean transposeB, Value products);

    /**
     * Applies a dense layer along the last axis: {@code y = x Wᵀ + b}.
     *
     * @param input {@code [batch, …, in]}
     * @param weight {@code [out, in]}
     * @param bias {@code [out]}, or null for none
     * @param output {@code [batch, …, out]}
     */
    default void dense(Value input, INDArray weight, @Nullable INDArray bias, Value output) {
        INDArray y = Rows.of(output.overwrite());
        multiply(Rows.of(input.array()), false, weight, true, y, false);
        if (bias != null) {
            addBias(y, bias);
        }
    }

    /** Writes the gradient at a dense layer's input. */
    default void denseBackwardData(Value outputGradient, INDArray weight, Value inputGradient) {
        multiply(Rows.of(outputGradient.array()), false, weight, false, Rows.of(inputGradient.overwrite()), false);
    }

    /** Writes the gradients at a dense layer's weight and bias; {@code biasGradient} is null where there is no bias. */
    default void denseBackwardWeight(
            Value input, Value outputGradient, INDArray weightGradient, @Nullable INDArray biasGradient) {
        INDArray dy = Rows.of(outputGradient.array());
        multiply(dy, true, Rows.of(input.array()), false, weightGradient, false);
        if (biasGradient != null) {
            biasGradient(dy, biasGradient);
        }
    }

    /** Returns what convolves. */
    ConvolutionKernel convolution();

    /** Returns what pools. */
    PoolingKernel pooling();

    /** Returns what normalizes. */
    NormalizationKernel normalization();

    /** Returns what runs recurrent cells. */
    RecurrentKernel recurrence();

    /** Returns what runs layers by the few elements that their weights have; empty where full matrices are always faster. */
    default Optional<SparseKernel> sparse() {
        return Optional.empty();
    }

    /** Returns what moves elements about. */
    LayoutKernel arrangement();

    /** Applies a function to each element; {@code output} may be {@code input}. */
    void activate(Pointwise function, Value input, Value output);

    /**
     * Writes the gradient at a function's input; {@code inputGradient} may be {@code outputGradient}.
     *
     * @param input what the function read; anything unless the function needs it
     * @param output what it gave
     */
    void activateBackward(Pointwise function, Value input, Value output, Value outputGradient, Value inputGradient);

    /**
     * Zeroes each element with probability {@code ratio} and divides the others by {@code 1 − ratio}. Which ones is a
     * function of {@code seed} and the element's flat index alone, so that the same call on gradients is the way back.
     *
     * @param ratio in [0, 1)
     * @param to may be {@code from}
     */
    void dropout(double ratio, long seed, Value from, Value to);

    /**
     * Returns the mean over the batch of {@code (1 − ε)·(−log softmax(logits)[label]) + ε·(mean of −log softmax(logits)
     * over all classes)}, and writes its gradient.
     *
     * @param logits {@code [batch, classes]}
     * @param labels {@code [batch]}, each in [0, classes)
     * @param smoothing ε in [0, 1): the share of the label's weight that all classes have together; 0 for plain
     *     cross-entropy
     * @param gradient {@code [batch, classes]}
     * @throws IllegalArgumentException when a label is out of range
     */
    double softmaxCrossEntropy(INDArray logits, INDArray labels, double smoothing, INDArray gradient);

    /** Returns what runs parameterizations that treat each weight by itself. */
    LatentKernel latents();

    /** Zeroes what is masked, in place. */
    void mask(INDArray array, Mask mask);

    /**
     * Gradient descent, in place: {@code w −= rate · g}, with decay added to {@code g}. As all optimizer loops it brings
     * what it writes closer to zero by {@link #TINY}, and to zero what was not farther away: numbers that shrink for ever
     * would become denormal, and those are slow. No number above 2e-23 shows it.
     */
    void descend(INDArray weight, INDArray gradient, double rate, Decay decay);

    /**
     * Gradient descent with momentum, in place: {@code v = momentum · v + g; w −= rate · v}, or with Nesterov's
     * momentum {@code w −= rate · (g + momentum · v)}; decay is added to {@code g}.
     */
    void descendWithMomentum(
            INDArray weight,
            INDArray gradient,
            INDArray velocity,
            double rate,
            double momentum,
            boolean nesterov,
            Decay decay);

    /**
     * Adam, in place: {@code m = β1 m + (1 − β1) g; v = β2 v + (1 − β2) g²; w = shrink · w − rate · m̂ / (√v̂ + ε)} with
     * {@code m̂ = m / (1 − β1^t), v̂ = v / (1 − β2^t)}; decay is added to {@code g}.
     *
     * @param steps how many steps {@code t} each element has made, where they differ; one is added. Null where all made as many
     *     as {@code step} says
     */
    void adam(
            INDArray weight,
            INDArray gradient,
            INDArray mean,
            INDArray square,
            @Nullable INDArray steps,
            AdamStep step,
            Decay decay);

    /** What optimizer loops take off. */
    double TINY = 1e-30;
}
