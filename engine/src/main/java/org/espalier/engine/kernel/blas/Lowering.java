package org.espalier.engine.kernel.blas;

import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.engine.kernel.Window;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How one convolution becomes matrix products.
 *
 * <p>Patches of the whole kernel (im2col) repeat each input element once for each kernel element. Where the kernel moves
 * down row by row, patches of single kernel rows do: the patch for the kernel's next row is that of the next image row,
 * which lies one row of positions further in the same memory. So there is one product for each kernel row, a slice, over a
 * matrix that is as many times smaller, and they add up. Slices need enough rows for the product to be worth its while.
 */
final class Lowering {
    /** Fewer rows than these keep the multiplier waiting for memory. */
    private static final int ROWS_OF_A_SLICE = 32;

    /** What patches are taken of: the kernel, or one row of it. */
    final Window unfolded;
    /** Products that add up. */
    final int slices;

    final int groups;
    /** Filters of a group: rows of its output matrix. */
    final int filters;
    /** Rows of a group's patches in one slice. */
    final int rows;
    /** Columns of the patches. */
    final int columns;
    /** Columns of the output. */
    final int positions;

    private final int taps;
    private final int sliceDistance;

    Lowering(Window window, INDArray weight) {
        int channels = (int) weight.size(1);
        int kernelRows = (int) window.kernel().height();
        int kernelColumns = (int) window.kernel().width();
        boolean sliced = kernelRows > 1 && window.stride().height() == 1 && channels * kernelColumns >= ROWS_OF_A_SLICE;
        unfolded = sliced ? rowOf(window) : window;
        slices = sliced ? kernelRows : 1;
        groups = window.channels() / channels;
        filters = (int) weight.size(0) / groups;
        rows = channels * unfolded.taps();
        columns = unfolded.positions();
        positions = window.positions();
        taps = unfolded.taps();
        sliceDistance = (int) window.dilation().height() * window.outWidth();
    }

    /** Returns the number of elements of all patches. */
    int patches() {
        return Math.multiplyExact(groups * rows, columns);
    }

    long weightAt(int slice, int group) {
        return ((long) slice * groups + group) * filters * rows;
    }

    long patchesAt(int slice, int group) {
        return (long) group * rows * columns + (long) slice * sliceDistance;
    }

    long outputAt(int image, int group) {
        return ((long) image * groups + group) * filters * positions;
    }

    /** Reorders weights from {@code [filter, channel, kernel row, column]} to {@code [kernel row, filter, channel, column]}. */
    void slice(float[] weight, float[] sliced) {
        int blocks = groups * filters * rows / taps;
        for (int block = 0; block < blocks; block++) {
            for (int slice = 0; slice < slices; slice++) {
                System.arraycopy(
                        weight, (block * slices + slice) * taps, sliced, (slice * blocks + block) * taps, taps);
            }
        }
    }

    /** Reorders them back. */
    void unslice(float[] sliced, float[] weight) {
        int blocks = groups * filters * rows / taps;
        for (int block = 0; block < blocks; block++) {
            for (int slice = 0; slice < slices; slice++) {
                System.arraycopy(
                        sliced, (slice * blocks + block) * taps, weight, (block * slices + slice) * taps, taps);
            }
        }
    }

    private static Window rowOf(Window window) {
        return new Window(
                window.channels(),
                window.height(),
                window.width(),
                new Pair(1, window.kernel().width()),
                new Pair(1, window.stride().width()),
                window.before(),
                window.after(),
                new Pair(1, window.dilation().width()));
    }
}
