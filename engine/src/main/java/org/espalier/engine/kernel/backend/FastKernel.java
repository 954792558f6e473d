package org.espalier.engine.kernel.backend;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.util.Optional;
import org.espalier.api.mask.Mask;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.kernel.AdamStep;
import org.espalier.engine.kernel.ConvolutionKernel;
import org.espalier.engine.kernel.Decay;
import org.espalier.engine.kernel.DropoutHash;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.LatentKernel;
import org.espalier.engine.kernel.LayoutKernel;
import org.espalier.engine.kernel.NormalizationKernel;
import org.espalier.engine.kernel.Pointwise;
import org.espalier.engine.kernel.PoolingKernel;
import org.espalier.engine.kernel.RecurrentKernel;
import org.espalier.engine.kernel.Softmax;
import org.espalier.engine.kernel.SparseKernel;
import org.espalier.engine.kernel.blas.FastChannels;
import org.espalier.engine.kernel.blas.FastConvolution;
import org.espalier.engine.kernel.blas.FastLatents;
import org.espalier.engine.kernel.blas.FastLayout;
import org.espalier.engine.kernel.blas.FastPooling;
import org.espalier.engine.kernel.blas.Loops;
import org.espalier.engine.kernel.blas.Workers;
import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.memory.Layout;
import org.espalier.engine.kernel.memory.Scratch;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Values;
import org.espalier.engine.kernel.onednn.OneDnn;
import org.espalier.engine.kernel.onednn.OneDnnConvolution;
import org.espalier.engine.kernel.onednn.OneDnnElementwise;
import org.espalier.engine.kernel.onednn.OneDnnNormalization;
import org.espalier.engine.kernel.onednn.OneDnnPooling;
import org.espalier.engine.kernel.onednn.OneDnnRecurrence;
import org.espalier.engine.kernel.reference.ReferenceNormalization;
import org.espalier.engine.kernel.reference.ReferenceRecurrence;
import org.espalier.engine.kernel.sparse.SparseLoops;
import org.espalier.engine.kernel.sparse.SparseProducts;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Floats only: OpenBLAS for matrix products, called by own workers on one thread each, oneDNN for what slides over planes and
 * for batch normalization where that library loads, and vectorized loops for the rest.
 * Work is always cut the same way for a number of threads, so that results are the same bit for bit from run to run.
 */
final class FastKernel implements Kernel {
    /** Below so many multiplications, likewise. */
    private static final long SHARED_PRODUCTS = 1_000_000;

    private final Workers workers;
    private final String library;
    private final FastChannels channels;
    private final OneDnnElementwise elementwise;
    private final ConvolutionKernel convolution;
    private final PoolingKernel pooling;
    private final NormalizationKernel normalization;
    private final RecurrentKernel recurrence;
    private final LayoutKernel arrangement;
    private final @Nullable SparseLoops loops;
    private final Optional<SparseKernel> sparse;
    private final LatentKernel latents;

    /**
     * Makes a kernel with its own workers.
     *
     * @throws LinkageError when the native library is not there for this platform
     */
    FastKernel(int threads) {
        this(threads, OneDnn.version());
    }

    /** Makes a kernel for a version of oneDNN, or for none. */
    FastKernel(int threads, String library) {
        // Whoever shares work out must be the only one who does: OpenBLAS's own threads would contend with the workers.
        blas_set_num_threads(1);
        workers = new Workers(threads);
        channels = new FastChannels(workers);
        this.library = library;
        var plainPooling = new FastPooling(workers);
        var plainNormalization = new ReferenceNormalization();
        elementwise = new OneDnnElementwise(threads);
        convolution = library.isEmpty() ? new FastConvolution(workers, channels) : new OneDnnConvolution(threads);
        pooling = library.isEmpty() ? plainPooling : new OneDnnPooling(threads, plainPooling);
        normalization = library.isEmpty() ? plainNormalization : new OneDnnNormalization(threads, plainNormalization);
        recurrence = library.isEmpty() ? new ReferenceRecurrence() : new OneDnnRecurrence(threads);
        arrangement = new FastLayout();
        loops = SparseLoops.vectorized();
        sparse = loops == null ? Optional.empty() : Optional.of(new SparseProducts(workers, loops));
        latents = new FastLatents(workers);
    }

    @Override
    public String name() {
        return "fast(threads=" + workers.threads() + (library.isEmpty() ? "" : ", oneDNN " + library) + ")";
    }

    @Override
    public void copy(INDArray from, INDArray to) {
        Floats source = Floats.of(from);
        source.copyTo(Floats.of(to), 0, Math.toIntExact(source.length()));
    }

    @Override
    public void copy(Value from, Value to) {
        Layout layout = from.layout();
        Floats source = Floats.of(from, layout);
        source.copyTo(Floats.overwrite(to, layout), 0, Math.toIntExact(source.length()));
    }

    @Override
    public void add(Value a, Value b, Value sum) {
        Layout layout = a.layout();
        Floats left = Floats.of(a, layout);
        Floats right = Floats.of(b, layout);
        Floats result = Floats.overwrite(sum, layout);
        if (goesToLibrary(left)) {
            // What is written over must be the first of the two.
            boolean ontoRight = result.address() == right.address();
            elementwise.add(ontoRight ? right : left, ontoRight ? left : right, result);
            return;
        }
        forBlocks(left.length(), (from, count, scratch) -> {
            float[] addend = block(left, from, count, scratch, 0);
            float[] values = block(right, from, count, scratch, 1);
            Loops.add(addend, values, count);
            result.put(from, values, count);
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
    public void multiplyEach(Value a, boolean transposeA, Value b, boolean transposeB, Value products) {
        Floats left = Floats.of(a.array());
        Floats right = Floats.of(b.array());
        Floats result = Floats.of(products.overwrite());
        int rows = products.size(products.rank() - 2);
        int columns = products.size(products.rank() - 1);
        int inner = a.size(a.rank() - (transposeA ? 2 : 1));
        int matrices = Math.toIntExact(products.length() / ((long) rows * columns));
        int parts = Math.min(workers.threads(), matrices);
        workers.run(parts, (part, scratch) -> {
            for (int i = Workers.start(part, parts, matrices); i < Workers.start(part + 1, parts, matrices); i++) {
                cblas_sgemm(
                        CblasRowMajor,
                        transposeA ? CblasTrans : CblasNoTrans,
                        transposeB ? CblasTrans : CblasNoTrans,
                        rows,
                        columns,
                        inner,
                        1f,
                        left.pointer((long) i * rows * inner),
                        transposeA ? rows : inner,
                        right.pointer((long) i * inner * columns),
                        transposeB ? inner : columns,
                        0f,
                        result.pointer((long) i * rows * columns),
                        columns);
            }
        });
    }

    @Override
    public void addBias(INDArray array, INDArray bias) {
        channels.add(array, bias);
    }

    @Override
    public void biasGradient(INDArray outputGradient, INDArray biasGradient) {
        channels.sum(outputGradient, biasGradient);
    }

    @Override
    public ConvolutionKernel convolution() {
        return convolution;
    }

    @Override
    public PoolingKernel pooling() {
        return pooling;
    }

    @Override
    public NormalizationKernel normalization() {
        return normalization;
    }

    @Override
    public RecurrentKernel recurrence() {
        return recurrence;
    }

    @Override
    public Optional<SparseKernel> sparse() {
        return sparse;
    }

    @Override
    public LayoutKernel arrangement() {
        return arrangement;
    }

    @Override
    public void activate(Pointwise function, Value input, Value output) {
        Layout layout = keepsZero(function) ? input.layout() : null;
        Floats from = Floats.of(input, layout);
        Floats to = Floats.overwrite(output, layout);
        // Not by oneDNN: its ReLU makes 0 of what is not a number, which is to be seen.
        forBlocks(from.length(), (start, count, scratch) -> {
            float[] values = block(from, start, count, scratch, 0);
            Loops.apply(function, values, count);
            to.put(start, values, count);
        });
    }

    @Override
    public void activateBackward(
            Pointwise function, Value input, Value output, Value outputGradient, Value inputGradient) {
        Layout layout = keepsZero(function) ? outputGradient.layout() : null;
        Floats x = Floats.of(function.needsInput() ? input : output, layout);
        Floats y = Floats.of(output, layout);
        Floats dy = Floats.of(outputGradient, layout);
        Floats dx = Floats.overwrite(inputGradient, layout);
        if (function == Activation.RELU && goesToLibrary(y)) {
            elementwise.reluBackward(y, dy, dx);
            return;
        }
        forBlocks(y.length(), (start, count, scratch) -> {
            float[] outputs = block(y, start, count, scratch, 0);
            float[] gradients = block(dy, start, count, scratch, 1);
            float[] inputs = function.needsInput() ? block(x, start, count, scratch, 2) : outputs;
            Loops.applyBackward(function, inputs, outputs, gradients, count);
            dx.put(start, gradients, count);
        });
    }

    /** Returns whether an array is so large that several threads are worth their while, and oneDNN's are there. */
    private boolean goesToLibrary(Floats array) {
        return !library.isEmpty() && array.length() >= Workers.SHARED_ELEMENTS;
    }

    /** Returns whether padding, which is zero, stays zero. */
    private static boolean keepsZero(Pointwise function) {
        return function.apply(0) == 0;
    }

    @Override
    public void dropout(double ratio, long seed, Value from, Value to) {
        Floats source = Floats.of(from.array());
        Floats target = Floats.of(to.overwrite());
        int threshold = DropoutHash.threshold(ratio);
        float factor = (float) (1 / (1 - ratio));
        forBlocks(source.length(), (start, count, scratch) -> {
            float[] values = block(source, start, count, scratch, 0);
            Loops.dropout(values, threshold, factor, seed, start, count);
            target.put(start, values, count);
        });
    }

    @Override
    public double softmaxCrossEntropy(INDArray logits, INDArray labels, double smoothing, INDArray gradient) {
        int classes = (int) logits.size(1);
        int[] wanted = Values.labels(labels, classes);
        double[] values = Values.read(logits);
        double loss = Softmax.crossEntropy(values, wanted, smoothing, wanted.length, classes);
        Values.write(values, gradient);
        return loss;
    }

    @Override
    public LatentKernel latents() {
        return latents;
    }

    @Override
    public void mask(INDArray array, Mask mask) {
        Floats values = Floats.of(array);
        forBlocks(values.length(), (start, count, scratch) -> {
            if (allAlive(mask, start >>> 6, (start + count + 63) >>> 6)) {
                return;
            }
            float[] block = block(values, start, count, scratch, 0);
            for (int i = 0; i < count; i += Long.SIZE) {
                long alive = mask.word((start + i) >>> 6);
                if (loops == null || count - i < Long.SIZE) {
                    Loops.mask(block, i, Math.min(i + Long.SIZE, count), alive);
                } else {
                    loops.mask(block, i, alive);
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
    public void adam(
            INDArray weight,
            INDArray gradient,
            INDArray mean,
            INDArray square,
            @Nullable INDArray steps,
            AdamStep step,
            Decay decay) {
        Floats weights = Floats.of(weight);
        Floats gradients = Floats.of(gradient);
        Floats means = Floats.of(mean);
        Floats squares = Floats.of(square);
        Floats counts = steps == null ? null : Floats.of(steps);
        float rate = (float) (step.rate() * step.meanCorrection((double) step.step()));
        float correction = (float) step.rootCorrection((double) step.step());
        forBlocks(weights.length(), (start, count, scratch) -> {
            float[] w = block(weights, start, count, scratch, 0);
            float[] g = block(gradients, start, count, scratch, 1);
            float[] m = block(means, start, count, scratch, 2);
            float[] v = block(squares, start, count, scratch, 3);
            Loops.decay(w, g, (float) decay.l1(), (float) decay.l2(), count);
            Loops.means(g, m, v, (float) step.beta1(), (float) step.beta2(), count);
            if (counts == null) {
                Loops.adam(w, m, v, rate, correction, step, count);
            } else {
                float[] t = block(counts, start, count, scratch, 4);
                Loops.adam(w, m, v, t, step, count);
                counts.put(start, t, count);
            }
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
        int parts = workers.partsFor(length, blocks);
        workers.run(parts, (part, scratch) -> {
            for (int i = Workers.start(part, parts, blocks); i < Workers.start(part + 1, parts, blocks); i++) {
                int start = i * Floats.BLOCK;
                body.run(start, (int) Math.min(Floats.BLOCK, length - start), scratch);
            }
        });
    }

    private static float[] block(Floats from, int start, int count, Scratch scratch, int slot) {
        float[] values = scratch.heap(slot, Floats.BLOCK);
        from.get(start, values, count);
        return values;
    }
}
