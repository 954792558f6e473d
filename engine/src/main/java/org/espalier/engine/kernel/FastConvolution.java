package org.espalier.engine.kernel;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolution as a matrix product, image by image: the patches that the kernel sees become the columns of a matrix
 * (im2col), which the filters are multiplied with. Workers share the batch out; patches are made anew on the way back,
 * which costs less than keeping them.
 */
final class FastConvolution {
    private static final int IMAGE = 0;
    private static final int PATCHES = 1;
    private static final int SUM = 2;

    private final Workers workers;

    FastConvolution(Workers workers) {
        this.workers = workers;
    }

    void forward(Window window, INDArray input, INDArray weight, INDArray output) {
        Shape shape = new Shape(window, weight);
        Floats x = Floats.of(input);
        Floats w = Floats.of(weight);
        Floats y = Floats.of(output);
        forEachImage((int) input.size(0), (image, part, scratch) -> {
            Floats patches = patches(shape, x, image, scratch);
            for (int group = 0; group < shape.groups; group++) {
                cblas_sgemm(
                        CblasRowMajor,
                        CblasNoTrans,
                        CblasNoTrans,
                        shape.filters,
                        shape.positions,
                        shape.rows,
                        1f,
                        w.pointer(shape.weightOf(group)),
                        shape.rows,
                        patches.pointer(shape.patchesOf(group)),
                        shape.positions,
                        0f,
                        y.pointer(shape.outputOf(image, group)),
                        shape.positions);
            }
        });
    }

    void backwardData(Window window, INDArray outputGradient, INDArray weight, INDArray inputGradient) {
        Shape shape = new Shape(window, weight);
        Floats dy = Floats.of(outputGradient);
        Floats w = Floats.of(weight);
        Floats dx = Floats.of(inputGradient);
        forEachImage((int) inputGradient.size(0), (image, part, scratch) -> {
            Floats patches = scratch.outside(PATCHES, shape.patches());
            for (int group = 0; group < shape.groups; group++) {
                cblas_sgemm(
                        CblasRowMajor,
                        CblasTrans,
                        CblasNoTrans,
                        shape.rows,
                        shape.positions,
                        shape.filters,
                        1f,
                        w.pointer(shape.weightOf(group)),
                        shape.rows,
                        dy.pointer(shape.outputOf(image, group)),
                        shape.positions,
                        0f,
                        patches.pointer(shape.patchesOf(group)),
                        shape.positions);
            }
            float[] columns = scratch.heap(PATCHES, shape.patches());
            float[] plane = scratch.zeros(IMAGE, window.volume());
            patches.get(0, columns, shape.patches());
            Patches.fold(window, columns, plane);
            dx.put(image * window.volume(), plane, window.volume());
        });
    }

    void backwardWeight(Window window, INDArray input, INDArray outputGradient, INDArray weightGradient) {
        Shape shape = new Shape(window, weightGradient);
        Floats x = Floats.of(input);
        Floats dy = Floats.of(outputGradient);
        Floats dw = Floats.of(weightGradient);
        int size = (int) dw.length();
        int images = (int) input.size(0);
        int parts = parts(images);
        workers.run(
                parts,
                (part, scratch) -> {
                    Floats sum = part == 0 ? dw : scratch.outside(SUM, size);
                    int first = Workers.start(part, parts, images);
                    for (int image = first; image < Workers.start(part + 1, parts, images); image++) {
                        addWeightGradient(shape, patches(shape, x, image, scratch), dy, image, image > first, sum);
                    }
                },
                all -> {
                    for (int part = 1; part < parts; part++) {
                        addTo(dw, all[part].outside(SUM, size), size, all[0]);
                    }
                });
    }

    private static void addWeightGradient(
            Shape shape, Floats patches, Floats dy, int image, boolean accumulate, Floats sum) {
        for (int group = 0; group < shape.groups; group++) {
            cblas_sgemm(
                    CblasRowMajor,
                    CblasNoTrans,
                    CblasTrans,
                    shape.filters,
                    shape.rows,
                    shape.positions,
                    1f,
                    dy.pointer(shape.outputOf(image, group)),
                    shape.positions,
                    patches.pointer(shape.patchesOf(group)),
                    shape.positions,
                    accumulate ? 1f : 0f,
                    sum.pointer(shape.weightOf(group)),
                    shape.rows);
        }
    }

    private static void addTo(Floats sum, Floats addend, int size, Scratch scratch) {
        float[] left = scratch.heap(0, Floats.BLOCK);
        float[] right = scratch.heap(1, Floats.BLOCK);
        for (int from = 0; from < size; from += Floats.BLOCK) {
            int count = Math.min(Floats.BLOCK, size - from);
            addend.get(from, left, count);
            sum.get(from, right, count);
            Loops.add(left, right, count);
            sum.put(from, right, count);
        }
    }

    /** Returns the matrix of one image's patches, one row for each channel and kernel element. */
    private static Floats patches(Shape shape, Floats x, int image, Scratch scratch) {
        float[] plane = scratch.heap(IMAGE, shape.window.volume());
        float[] columns = scratch.heap(PATCHES, shape.patches());
        x.get(image * shape.window.volume(), plane, shape.window.volume());
        Patches.unfold(shape.window, plane, columns);
        Floats patches = scratch.outside(PATCHES, shape.patches());
        patches.put(0, columns, shape.patches());
        return patches;
    }

    @FunctionalInterface
    private interface Image {
        void run(int image, int part, Scratch scratch);
    }

    private void forEachImage(int images, Image body) {
        int parts = parts(images);
        workers.run(parts, (part, scratch) -> {
            for (int image = Workers.start(part, parts, images);
                    image < Workers.start(part + 1, parts, images);
                    image++) {
                body.run(image, part, scratch);
            }
        });
    }

    private int parts(int images) {
        return Math.min(workers.threads(), images);
    }

    /** The sizes of the matrices of one group. */
    private static final class Shape {
        final Window window;
        final int groups;
        final int filters;
        final int rows;
        final int positions;

        Shape(Window window, INDArray weight) {
            this.window = window;
            groups = window.channels() / (int) weight.size(1);
            filters = (int) weight.size(0) / groups;
            rows = (int) weight.size(1) * window.taps();
            positions = window.positions();
        }

        int patches() {
            return Math.multiplyExact(groups * rows, positions);
        }

        long weightOf(int group) {
            return (long) group * filters * rows;
        }

        long patchesOf(int group) {
            return (long) group * rows * positions;
        }

        long outputOf(int image, int group) {
            return ((long) image * groups + group) * filters * positions;
        }
    }
}
