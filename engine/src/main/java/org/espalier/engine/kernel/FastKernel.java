package org.espalier.engine.kernel;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.util.Arrays;
import org.espalier.api.mask.Mask;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Floats only: OpenBLAS for matrix products, called by own workers on one thread each, and vectorized loops for the rest.
 * Work is always cut the same way for a number of threads, so that results are the same bit for bit from run to run.
 */
final class FastKernel implements Kernel {
    /** Below so many elements, waking another thread costs more than it saves. */
    private static final int SHARED_ELEMENTS = 32_768;
    /** Below so many multiplications, likewise. */
    private static final long SHARED_PRODUCTS = 1_000_000;

    private final Workers workers;
    private final FastConvolution convolution;
    private final FastPooling pooling;

    /**
     * Makes a kernel with its own workers.
     *
     * @throws LinkageError when the native library is not there for this platform
     */
    FastKernel(int threads) {
        // Whoever shares work out must be the only one who does: OpenBLAS's own threads would contend with the workers.
        blas_set_num_threads(1);
        workers = new Workers(threads);
        convolution = new FastConvolution(workers);
        pooling = new FastPooling(workers);
    }

    @Override
    public String name() {
        return "fast(threads=" + workers.threads() + ")";
    }

    @Override
    public void copy(INDArray from, INDArray to) {
        Floats source = Floats.of(from);
        source.copyTo(Floats.of(to), 0, Math.toIntExact(source.length()));
    }

    @Override
    public void add(INDArray addend, INDArray sum) {
        Floats a = Floats.of(addend);
        Floats s = Floats.of(sum);
        forBlocks(a.length(), (from, count, scratch) -> {
            float[] left = block(a, from, count, scratch, 0);
            float[] right = block(s, from, count, scratch, 1);
            Loops.add(left, right, count);
            s.put(from, right, count);
        });
    }

    @Override
    public void multiply(
            INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray product, boolean accumulate) {
        Floats left = Floats.of(a);
        Floats right = Floats.of(b);
        Floats result = Floats.of(product);
        int rows = (int) product.size(0);
        int columns = (int) product.size(1);
        int inner = (int) a.size(transposeA ? 0 : 1);
        int strideA = (int) a.size(1);
        int strideB = (int) b.size(1);
        boolean byRows = rows > columns;
        int longer = byRows ? rows : columns;
        int parts = (long) rows * columns * inner < SHARED_PRODUCTS ? 1 : Math.min(workers.threads(), longer);
        workers.run(parts, (part, scratch) -> {
            int from = Workers.start(part, parts, longer);
            int count = Workers.start(part + 1, parts, longer) - from;
            int row = byRows ? from : 0;
            int column = byRows ? 0 : from;
            cblas_sgemm(
                    CblasRowMajor,
                    transposeA ? CblasTrans : CblasNoTrans,
                    transposeB ? CblasTrans : CblasNoTrans,
                    byRows ? count : rows,
                    byRows ? columns : count,
                    inner,
                    1f,
                    left.pointer(transposeA ? row : (long) row * strideA),
                    strideA,
                    right.pointer(transposeB ? (long) column * strideB : column),
                    strideB,
                    accumulate ? 1f : 0f,
                    result.pointer((long) row * columns + column),
                    columns);
        });
    }

    @Override
    public void addBias(INDArray array, INDArray bias) {
        Floats values = Floats.of(array);
        Floats addend = Floats.of(bias);
        int channels = (int) addend.length();
        int examples = (int) array.size(0);
        int volume = Math.toIntExact(values.length() / examples);
        int positions = volume / channels;
        int parts = partsFor(values.length(), examples);
        workers.run(parts, (part, scratch) -> {
            float[] add = scratch.heap(0, channels);
            float[] example = scratch.heap(1, volume);
            addend.get(0, add, channels);
            for (int n = Workers.start(part, parts, examples); n < Workers.start(part + 1, parts, examples); n++) {
                values.get(n * volume, example, volume);
                if (positions == 1) {
                    Loops.add(add, example, channels);
                } else {
                    for (int c = 0; c < channels; c++) {
                        Loops.add(add[c], example, c * positions, (c + 1) * positions);
                    }
                }
                values.put(n * volume, example, volume);
            }
        });
    }

    @Override
    public void biasGradient(INDArray outputGradient, INDArray biasGradient) {
        Floats values = Floats.of(outputGradient);
        Floats result = Floats.of(biasGradient);
        int channels = (int) result.length();
        int examples = (int) outputGradient.size(0);
        int volume = Math.toIntExact(values.length() / examples);
        int positions = volume / channels;
        int parts = partsFor(values.length(), examples);
        workers.run(
                parts,
                (part, scratch) -> {
                    float[] sums = scratch.zeros(0, channels);
                    float[] example = scratch.heap(1, volume);
                    for (int n = Workers.start(part, parts, examples);
                            n < Workers.start(part + 1, parts, examples);
                            n++) {
                        values.get(n * volume, example, volume);
                        if (positions == 1) {
                            Loops.add(example, sums, channels);
                        } else {
                            for (int c = 0; c < channels; c++) {
                                sums[c] += Loops.sum(example, c * positions, (c + 1) * positions);
                            }
                        }
                    }
                },
                all -> {
                    float[] sums = all[0].heap(0, channels);
                    for (int part = 1; part < parts; part++) {
                        Loops.add(all[part].heap(0, channels), sums, channels);
                    }
                    result.put(0, sums, channels);
                });
    }

    @Override
    public void convolve(Window window, INDArray input, INDArray weight, INDArray output) {
        convolution.forward(window, input, weight, output);
    }

    @Override
    public void convolveBackwardData(Window window, INDArray outputGradient, INDArray weight, INDArray inputGradient) {
        convolution.backwardData(window, outputGradient, weight, inputGradient);
    }

    @Override
    public void convolveBackwardWeight(
            Window window, INDArray input, INDArray outputGradient, INDArray weightGradient) {
        convolution.backwardWeight(window, input, outputGradient, weightGradient);
    }

    @Override
    public void maxPool(Window window, INDArray input, INDArray output, int[] winners) {
        pooling.max(window, input, output, winners);
    }

    @Override
    public void maxPoolBackward(Window window, INDArray outputGradient, int[] winners, INDArray inputGradient) {
        pooling.maxBackward(window, outputGradient, winners, inputGradient);
    }

    @Override
    public void averagePool(Window window, boolean countPadding, INDArray input, INDArray output) {
        pooling.average(window, countPadding, input, output);
    }

    @Override
    public void averagePoolBackward(
            Window window, boolean countPadding, INDArray outputGradient, INDArray inputGradient) {
        pooling.averageBackward(window, countPadding, outputGradient, inputGradient);
    }

    @Override
    public void activate(Activation activation, INDArray input, INDArray output) {
        Floats from = Floats.of(input);
        Floats to = Floats.of(output);
        forBlocks(from.length(), (start, count, scratch) -> {
            float[] values = block(from, start, count, scratch, 0);
            switch (activation) {
                case RELU -> Loops.relu(values, count);
                case TANH -> Loops.tanh(values, count);
                case SIGMOID -> Loops.sigmoid(values, count);
            }
            to.put(start, values, count);
        });
    }

    @Override
    public void activateBackward(
            Activation activation, INDArray output, INDArray outputGradient, INDArray inputGradient) {
        Floats y = Floats.of(output);
        Floats dy = Floats.of(outputGradient);
        Floats dx = Floats.of(inputGradient);
        forBlocks(y.length(), (start, count, scratch) -> {
            float[] outputs = block(y, start, count, scratch, 0);
            float[] gradients = block(dy, start, count, scratch, 1);
            switch (activation) {
                case RELU -> Loops.reluBackward(outputs, gradients, count);
                case TANH -> Loops.tanhBackward(outputs, gradients, count);
                case SIGMOID -> Loops.sigmoidBackward(outputs, gradients, count);
            }
            dx.put(start, outputs, count);
        });
    }

    @Override
    public void dropout(double ratio, long seed, INDArray from, INDArray to) {
        Floats source = Floats.of(from);
        Floats target = Floats.of(to);
        int threshold = Noise.threshold(ratio);
        float factor = (float) (1 / (1 - ratio));
        forBlocks(source.length(), (start, count, scratch) -> {
            float[] values = block(source, start, count, scratch, 0);
            Loops.dropout(values, threshold, factor, seed, start, count);
            target.put(start, values, count);
        });
    }

    @Override
    public double softmaxCrossEntropy(INDArray logits, INDArray labels, INDArray gradient) {
        int classes = (int) logits.size(1);
        int[] wanted = Values.labels(labels, classes);
        double[] values = Values.read(logits);
        double loss = Softmax.crossEntropy(values, wanted, wanted.length, classes);
        Values.write(values, gradient);
        return loss;
    }

    @Override
    public void mask(INDArray array, Mask mask) {
        Floats values = Floats.of(array);
        forBlocks(values.length(), (start, count, scratch) -> {
            if (allAlive(mask, start >>> 6, (start + count + 63) >>> 6)) {
                return;
            }
            float[] block = block(values, start, count, scratch, 0);
            for (int i = 0; i < count; i += 64) {
                long dead = ~mask.word((start + i) >>> 6);
                if (dead == -1L) {
                    Arrays.fill(block, i, Math.min(i + 64, count), 0);
                    continue;
                }
                long left = count - i >= 64 ? dead : dead & ((1L << (count - i)) - 1);
                for (; left != 0; left &= left - 1) {
                    block[i + Long.numberOfTrailingZeros(left)] = 0;
                }
            }
            values.put(start, block, count);
        });
    }

    @Override
    public void descend(INDArray weight, INDArray gradient, double rate, Decay decay) {
        Floats weights = Floats.of(weight);
        Floats gradients = Floats.of(gradient);
        forBlocks(weights.length(), (start, count, scratch) -> {
            float[] w = block(weights, start, count, scratch, 0);
            float[] g = block(gradients, start, count, scratch, 1);
            Loops.decay(w, g, (float) decay.l1(), (float) decay.l2(), count);
            Loops.descend(w, g, (float) rate, count);
            weights.put(start, w, count);
        });
    }

    @Override
    public void descendWithMomentum(
            INDArray weight,
            INDArray gradient,
            INDArray velocity,
            double rate,
            double momentum,
            boolean nesterov,
            Decay decay) {
        Floats weights = Floats.of(weight);
        Floats gradients = Floats.of(gradient);
        Floats velocities = Floats.of(velocity);
        forBlocks(weights.length(), (start, count, scratch) -> {
            float[] w = block(weights, start, count, scratch, 0);
            float[] g = block(gradients, start, count, scratch, 1);
            float[] v = block(velocities, start, count, scratch, 2);
            Loops.decay(w, g, (float) decay.l1(), (float) decay.l2(), count);
            if (nesterov) {
                Loops.nesterov(w, g, v, (float) rate, (float) momentum, count);
            } else {
                Loops.momentum(w, g, v, (float) rate, (float) momentum, count);
            }
            weights.put(start, w, count);
            velocities.put(start, v, count);
        });
    }

    @Override
    public void adam(INDArray weight, INDArray gradient, INDArray mean, INDArray square, AdamStep step, Decay decay) {
        Floats weights = Floats.of(weight);
        Floats gradients = Floats.of(gradient);
        Floats means = Floats.of(mean);
        Floats squares = Floats.of(square);
        float rate = (float) step.correctedRate();
        float correction = (float) step.rootCorrection();
        forBlocks(weights.length(), (start, count, scratch) -> {
            float[] w = block(weights, start, count, scratch, 0);
            float[] g = block(gradients, start, count, scratch, 1);
            float[] m = block(means, start, count, scratch, 2);
            float[] v = block(squares, start, count, scratch, 3);
            Loops.decay(w, g, (float) decay.l1(), (float) decay.l2(), count);
            Loops.means(g, m, v, (float) step.beta1(), (float) step.beta2(), count);
            Loops.adam(w, m, v, rate, correction, (float) step.epsilon(), (float) step.shrink(), count);
            weights.put(start, w, count);
            means.put(start, m, count);
            squares.put(start, v, count);
        });
    }

    private static boolean allAlive(Mask mask, int fromWord, int toWord) {
        for (int i = fromWord; i < toWord; i++) {
            // The last word's unused bits are zero; a block that ends there is simply worked through.
            if (mask.word(i) != -1L) {
                return false;
            }
        }
        return true;
    }

    /** A piece of an element-wise operation. */
    @FunctionalInterface
    private interface Block {
        void run(int start, int count, Scratch scratch);
    }

    /** Cuts {@code length} elements into one run of blocks for each worker. */
    private void forBlocks(long length, Block body) {
        int blocks = Math.toIntExact((length + Floats.BLOCK - 1) / Floats.BLOCK);
        int parts = partsFor(length, blocks);
        workers.run(parts, (part, scratch) -> {
            for (int i = Workers.start(part, parts, blocks); i < Workers.start(part + 1, parts, blocks); i++) {
                int start = i * Floats.BLOCK;
                body.run(start, (int) Math.min(Floats.BLOCK, length - start), scratch);
            }
        });
    }

    private int partsFor(long elements, int pieces) {
        return elements < SHARED_ELEMENTS ? 1 : Math.min(workers.threads(), pieces);
    }

    private static float[] block(Floats from, int start, int count, Scratch scratch, int slot) {
        float[] values = scratch.heap(slot, Floats.BLOCK);
        from.get(start, values, count);
        return values;
    }
}
