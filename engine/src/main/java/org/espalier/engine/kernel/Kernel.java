package org.espalier.engine.kernel;

import org.espalier.api.mask.Mask;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arithmetic on arrays: everything that layers, losses and optimizers compute with. {@link Kernels} says which one to use.
 *
 * <p>All arrays are contiguous and in c order, of the kernel's type; the first axis of activations is the batch. Results go
 * into arrays that the caller owns; what an operation writes must not overlap what it reads unless it says that it works
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

    /** Adds {@code addend} to {@code sum}, in place. */
    void add(INDArray addend, INDArray sum);

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
     * Convolves (ONNX: correlates) without bias. The number of groups is the window's channels over the weight's.
     *
     * @param input {@code [batch, channels, height, width]}
     * @param weight {@code [filters, channels / groups, kernel height, kernel width]}
     * @param output {@code [batch, filters, out height, out width]}
     */
    void convolve(Window window, INDArray input, INDArray weight, INDArray output);

    /** Writes the gradient at a convolution's input. */
    void convolveBackwardData(Window window, INDArray outputGradient, INDArray weight, INDArray inputGradient);

    /** Writes the gradient at a convolution's weight. */
    void convolveBackwardWeight(Window window, INDArray input, INDArray outputGradient, INDArray weightGradient);

    /**
     * Takes the largest element that the kernel sees; padding is never it. The first of equals wins, in c order.
     *
     * @param winners for each output element the index of its source within the input plane; written
     */
    void maxPool(Window window, INDArray input, INDArray output, int[] winners);

    /** Writes the gradient at a max pooling's input. */
    void maxPoolBackward(Window window, INDArray outputGradient, int[] winners, INDArray inputGradient);

    /**
     * Takes the mean of what the kernel sees.
     *
     * @param countPadding whether padding counts as zeros; else the mean is over what lies within the plane
     */
    void averagePool(Window window, boolean countPadding, INDArray input, INDArray output);

    /** Writes the gradient at an average pooling's input. */
    void averagePoolBackward(Window window, boolean countPadding, INDArray outputGradient, INDArray inputGradient);

    /** Applies a non-linearity to each element. */
    void activate(Activation activation, INDArray input, INDArray output);

    /** Writes the gradient at a non-linearity's input. */
    void activateBackward(Activation activation, INDArray output, INDArray outputGradient, INDArray inputGradient);

    /**
     * Zeroes each element with probability {@code ratio} and divides the others by {@code 1 − ratio}. Which ones is a
     * function of {@code seed} and the element's flat index alone, so that the same call on gradients is the way back.
     *
     * @param ratio in [0, 1)
     */
    void dropout(double ratio, long seed, INDArray from, INDArray to);

    /**
     * Returns the mean over the batch of {@code −log softmax(logits)[label]}, and writes its gradient.
     *
     * @param logits {@code [batch, classes]}
     * @param labels {@code [batch]}, each in [0, classes)
     * @param gradient {@code [batch, classes]}
     * @throws IllegalArgumentException when a label is out of range
     */
    double softmaxCrossEntropy(INDArray logits, INDArray labels, INDArray gradient);

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
     */
    void adam(INDArray weight, INDArray gradient, INDArray mean, INDArray square, AdamStep step, Decay decay);

    /** What optimizer loops take off. */
    double TINY = 1e-30;
}
