package org.espalier.engine.kernel.blas;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import org.espalier.engine.kernel.ConvolutionKernel;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.memory.Scratch;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolution as matrix products, image by image, over the patches that the kernel sees ({@link Lowering} says how they are
 * laid out). Workers share the batch out; patches are made anew on the way back, which costs less than keeping them.
 */
public final class FastConvolution implements ConvolutionKernel {
    private static final int IMAGE = 0;
    private static final int PATCHES = 1;
    private static final int WEIGHT = 2;

    private final Workers workers;
    private final FastChannels channels;
    private final Scratch own = new Scratch();

    public FastConvolution(Workers workers, FastChannels channels) {
        this.workers = workers;
        this.channels = channels;
    }

    @Override
    public synchronized void forward(
            Window window, Value input, INDArray weight, @Nullable INDArray bias, Value output, Workspace workspace) {
        Lowering shape = new Lowering(window, weight);
        Floats x = Floats.of(input.array());
        INDArray result = output.overwrite();
        Floats y = Floats.of(result);
        Floats w = sliced(shape, Floats.of(weight));
        forEachImage(input.size(0), (image, scratch) -> {
            Floats patches = patches(shape, x, image, scratch);
            for (int slice = 0; slice < shape.slices; slice++) {
                for (int group = 0; group < shape.groups; group++) {
                    cblas_sgemm(
                            CblasRowMajor,
                            CblasNoTrans,
                            CblasNoTrans,
                            shape.filters,
                            shape.positions,
                            shape.rows,
                            1f,
                            w.pointer(shape.weightAt(slice, group)),
                            shape.rows,
                            patches.pointer(shape.patchesAt(slice, group)),
                            shape.columns,
                            slice == 0 ? 0f : 1f,
                            y.pointer(shape.outputAt(image, group)),
                            shape.positions);
                }
            }
        });
        if (bias != null) {
            channels.add(result, bias);
        }
    }

    @Override
    public synchronized void backwardData(
            Window window, Value outputGradient, INDArray weight, Value inputGradient, Workspace workspace) {
        Lowering shape = new Lowering(window, weight);
        Floats dy = Floats.of(outputGradient.array());
        Floats dx = Floats.of(inputGradient.overwrite());
        Floats w = sliced(shape, Floats.of(weight));
        forEachImage(inputGradient.size(0), (image, scratch) -> {
            Floats patches = scratch.outside(PATCHES, shape.patches());
            if (shape.slices > 1) {
                // Slices overlap, so each is added to what the others left.
                patches.put(0, scratch.zeros(PATCHES, shape.patches()), shape.patches());
            }
            for (int slice = 0; slice < shape.slices; slice++) {
                for (int group = 0; group < shape.groups; group++) {
                    cblas_sgemm(
                            CblasRowMajor,
                            CblasTrans,
                            CblasNoTrans,
                            shape.rows,
                            shape.positions,
                            shape.filters,
                            1f,
                            w.pointer(shape.weightAt(slice, group)),
                            shape.rows,
                            dy.pointer(shape.outputAt(image, group)),
                            shape.positions,
                            shape.slices > 1 ? 1f : 0f,
                            patches.pointer(shape.patchesAt(slice, group)),
                            shape.columns);
                }
            }
            float[] columns = scratch.heap(PATCHES, shape.patches());
            float[] planes = scratch.zeros(IMAGE, window.volume());
            patches.get(0, columns, shape.patches());
            Im2Col.fold(shape.unfolded, columns, planes);
            dx.put(image * window.volume(), planes, window.volume());
        });
    }

    @Override
    public synchronized void backwardWeight(
            Window window,
            Value input,
            Value outputGradient,
            INDArray weightGradient,
            @Nullable INDArray biasGradient,
            Workspace workspace) {
        Lowering shape = new Lowering(window, weightGradient);
        Floats x = Floats.of(input.array());
        Floats dy = Floats.of(outputGradient.array());
        Floats dw = Floats.of(weightGradient);
        int size = (int) dw.length();
        int images = input.size(0);
        int parts = parts(images);
        workers.run(
                parts,
                (part, scratch) -> {
                    Floats sum = scratch.outside(WEIGHT, size);
                    int first = Workers.start(part, parts, images);
                    for (int image = first; image < Workers.start(part + 1, parts, images); image++) {
                        addWeightGradient(shape, patches(shape, x, image, scratch), dy, image, image > first, sum);
                    }
                },
                all -> {
                    float[] sum = all[0].heap(WEIGHT, size);
                    all[0].outside(WEIGHT, size).get(0, sum, size);
                    float[] addend = own.heap(WEIGHT, size);
                    for (int part = 1; part < parts; part++) {
                        all[part].outside(WEIGHT, size).get(0, addend, size);
                        Loops.add(addend, sum, size);
                    }
                    shape.unslice(sum, addend);
                    dw.put(0, addend, size);
                });
        if (biasGradient != null) {
            channels.sum(outputGradient.array(), biasGradient);
        }
    }

    private static void addWeightGradient(
            Lowering shape, Floats patches, Floats dy, int image, boolean accumulate, Floats sum) {
        for (int slice = 0; slice < shape.slices; slice++) {
            for (int group = 0; group < shape.groups; group++) {
                cblas_sgemm(
                        CblasRowMajor,
                        CblasNoTrans,
                        CblasTrans,
                        shape.filters,
                        shape.rows,
                        shape.positions,
                        1f,
                        dy.pointer(shape.outputAt(image, group)),
                        shape.positions,
                        patches.pointer(shape.patchesAt(slice, group)),
                        shape.columns,
                        accumulate ? 1f : 0f,
                        sum.pointer(shape.weightAt(slice, group)),
                        shape.rows);
            }
        }
    }

    /** Returns the weights in slices; kept until the next operation. */
    private Floats sliced(Lowering shape, Floats weight) {
        if (shape.slices == 1) {
            return weight;
        }
        int size = (int) weight.length();
        float[] from = own.heap(IMAGE, size);
        float[] to = own.heap(PATCHES, size);
        weight.get(0, from, size);
        shape.slice(from, to);
        Floats sliced = own.outside(WEIGHT, size);
        sliced.put(0, to, size);
        return sliced;
    }

    private static Floats patches(Lowering shape, Floats x, int image, Scratch scratch) {
        int volume = shape.unfolded.volume();
        float[] planes = scratch.heap(IMAGE, volume);
        float[] columns = scratch.heap(PATCHES, shape.patches());
        x.get(image * volume, planes, volume);
        Im2Col.unfold(shape.unfolded, planes, columns);
        Floats patches = scratch.outside(PATCHES, shape.patches());
        patches.put(0, columns, shape.patches());
        return patches;
    }

    @FunctionalInterface
    private interface Image {
        void run(int image, Scratch scratch);
    }

    private void forEachImage(int images, Image body) {
        int parts = parts(images);
        workers.run(parts, (part, scratch) -> {
            for (int i = Workers.start(part, parts, images); i < Workers.start(part + 1, parts, images); i++) {
                body.run(i, scratch);
            }
        });
    }

    private int parts(int images) {
        return Math.min(workers.threads(), images);
    }
}
