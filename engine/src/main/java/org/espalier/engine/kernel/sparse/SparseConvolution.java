package org.espalier.engine.kernel.sparse;

import java.util.Arrays;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.engine.kernel.SparseConvolutionKernel;
import org.espalier.engine.kernel.SparsityPattern;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.kernel.blas.Loops;
import org.espalier.engine.kernel.blas.Workers;
import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.memory.Scratch;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sparse convolutions of stride 1 on the JDK's vectors. Each example's planes are copied with their padding, and a padded plane
 * is read as one long row: the element of a filter at tap {@code (i, j)} of a channel then multiplies that row, shifted by
 * {@code i} rows and {@code j} columns. What the shift makes of the columns of padding is left out when results are copied back.
 *
 * <p>Workers share the examples out; gradients at weights are added up worker by worker, always in the same order.
 */
final class SparseConvolution implements SparseConvolutionKernel {
    /** A sparse convolution overtakes a dense one at about this density; see {@code engine/src/bench/sparse}. */
    private static final double DENSITY = 0.05;

    private static final Pair ONE = Pair.of(1);

    private final Workers workers;
    private final SparseLoops loops;

    SparseConvolution(Workers workers, SparseLoops loops) {
        this.workers = workers;
        this.loops = loops;
    }

    @Override
    public boolean pays(double density, Window window) {
        return density <= DENSITY && window.stride().equals(ONE);
    }

    @Override
    public void forward(
            SparsityPattern pattern,
            Window window,
            Value input,
            INDArray weights,
            @Nullable INDArray bias,
            Value output,
            Workspace workspace) {
        Floats x = Floats.of(input.array());
        Floats y = Floats.of(output.overwrite());
        Taps taps = taps(pattern, window, workspace);
        float[] values = taps.values(weights);
        float[] biases = taps.biases;
        if (bias != null) {
            Floats.of(bias).get(0, biases, biases.length);
        }
        int batch = input.size(0);
        int parts = Math.min(workers.threads(), batch);
        workers.run(parts, (part, scratch) -> {
            Planes padded = taps.inputs;
            float[] planes = padded.memory(scratch, 0);
            float[] sums = scratch.heap(1, pattern.rows() * taps.width);
            for (int i = Workers.start(part, parts, batch); i < Workers.start(part + 1, parts, batch); i++) {
                padded.fill(x, i, planes, scratch);
                loops.multiply(
                        pattern.rowStarts, taps.inputOffsets, values, 0, pattern.rows(), planes, taps.width, sums);
                if (bias != null) {
                    for (int filter = 0; filter < biases.length; filter++) {
                        Loops.add(biases[filter], sums, filter * taps.width, (filter + 1) * taps.width);
                    }
                }
                taps.outputs.read(sums, taps.width, padded.row, y, i, scratch);
            }
        });
    }

    @Override
    public void backwardData(
            SparsityPattern pattern,
            Window window,
            Value outputGradient,
            INDArray weights,
            Value inputGradient,
            Workspace workspace) {
        Floats dy = Floats.of(outputGradient.array());
        Floats dx = Floats.of(inputGradient.overwrite());
        Taps taps = taps(pattern, window, workspace);
        float[] values = taps.valuesByChannels(weights, pattern);
        int batch = outputGradient.size(0);
        int parts = Math.min(workers.threads(), batch);
        workers.run(parts, (part, scratch) -> {
            Planes padded = taps.gradients;
            float[] planes = padded.memory(scratch, 0);
            float[] sums = scratch.heap(1, window.channels() * taps.backWidth);
            for (int i = Workers.start(part, parts, batch); i < Workers.start(part + 1, parts, batch); i++) {
                padded.fill(dy, i, planes, scratch);
                loops.multiply(
                        taps.channelStarts,
                        taps.gradientOffsets,
                        values,
                        0,
                        window.channels(),
                        planes,
                        taps.backWidth,
                        sums);
                taps.unpadded.read(sums, taps.backWidth, padded.row, dx, i, scratch);
            }
        });
    }

    @Override
    public void backwardWeight(
            SparsityPattern pattern,
            Window window,
            Value input,
            Value outputGradient,
            INDArray weightGradients,
            @Nullable INDArray biasGradient,
            Workspace workspace) {
        Floats x = Floats.of(input.array());
        Floats dy = Floats.of(outputGradient.array());
        Taps taps = taps(pattern, window, workspace);
        int batch = input.size(0);
        int parts = Math.min(workers.threads(), batch);
        int filters = pattern.rows();
        workers.run(
                parts,
                (part, scratch) -> {
                    float[] planes = taps.inputs.memory(scratch, 0);
                    // The gradient's rows are as long as those of padded planes, and zero where those have padding.
                    float[] rows = scratch.zeros(1, filters * taps.width);
                    float[] sums = scratch.zeros(2, pattern.count());
                    float[] biases = scratch.zeros(3, filters);
                    for (int i = Workers.start(part, parts, batch); i < Workers.start(part + 1, parts, batch); i++) {
                        taps.inputs.fill(x, i, planes, scratch);
                        taps.outputs.write(dy, i, rows, taps.width, taps.inputs.row, scratch);
                        loops.dots(
                                pattern.rowStarts, taps.inputOffsets, 0, filters, rows, planes, taps.width, true, sums);
                        for (int filter = 0; filter < filters; filter++) {
                            biases[filter] += Loops.sum(rows, filter * taps.width, (filter + 1) * taps.width);
                        }
                    }
                },
                all -> {
                    for (int part = 1; part < parts; part++) {
                        Loops.add(all[part].heap(2, pattern.count()), all[0].heap(2, pattern.count()), pattern.count());
                        Loops.add(all[part].heap(3, filters), all[0].heap(3, filters), filters);
                    }
                    Floats.of(weightGradients).put(0, all[0].heap(2, pattern.count()), pattern.count());
                    if (biasGradient != null) {
                        Floats.of(biasGradient).put(0, all[0].heap(3, filters), filters);
                    }
                });
    }

    private Taps taps(SparsityPattern pattern, Window window, Workspace workspace) {
        Kept kept = workspace.get(Kept.class, Kept::new);
        Taps present = kept.taps;
        if (present == null || present.pattern != pattern) {
            present = new Taps(pattern, window, loops.lanes());
            kept.taps = present;
        }
        return present;
    }

    /** What a layer's workspace holds. */
    private static final class Kept {
        private @Nullable Taps taps;
    }

    /** Where the elements of a pattern find their planes, on the way there and back. */
    private static final class Taps {
        private final SparsityPattern pattern;
        private final Planes inputs;
        private final Planes outputs;
        private final Planes gradients;
        private final Planes unpadded;
        private final int width;
        private final int backWidth;
        private final int[] inputOffsets;
        private final int[] gradientOffsets;
        private final int[] channelStarts;
        private final float[] values;
        private final float[] valuesByChannels;
        private final float[] biases;

        Taps(SparsityPattern pattern, Window window, int lanes) {
            this.pattern = pattern;
            int reachDown = reach(window.kernel().height(), window.dilation().height());
            int reachAcross = reach(window.kernel().width(), window.dilation().width());
            int outHeight = window.outHeight();
            int outWidth = window.outWidth();
            inputs = new Planes(
                    window.channels(), window.height(), window.width(), window.before(), window.after(), lanes);
            outputs = Planes.plain(pattern.rows(), outHeight, outWidth);
            Pair before = new Pair(
                    reachDown - window.before().height(),
                    reachAcross - window.before().width());
            Pair after = new Pair(
                    reachDown - window.after().height(),
                    reachAcross - window.after().width());
            gradients = new Planes(pattern.rows(), outHeight, outWidth, before, after, lanes);
            unpadded = Planes.plain(window.channels(), window.height(), window.width());
            width = up(outHeight * inputs.row, lanes);
            backWidth = up(window.height() * gradients.row, lanes);
            int taps = window.taps();
            int across = (int) window.kernel().width();
            int down = (int) window.dilation().height();
            int right = (int) window.dilation().width();
            inputOffsets = new int[pattern.count()];
            gradientOffsets = new int[pattern.count()];
            for (int p = 0; p < pattern.count(); p++) {
                int tap = pattern.columnOf[p] % taps;
                inputOffsets[p] = pattern.columnOf[p] / taps * inputs.plane
                        + tap / across * down * inputs.row
                        + tap % across * right;
            }
            for (int column = 0; column < pattern.columns(); column++) {
                int tap = column % taps;
                int shift = (reachDown - tap / across * down) * gradients.row + reachAcross - tap % across * right;
                for (int p = pattern.columnStarts[column]; p < pattern.columnStarts[column + 1]; p++) {
                    gradientOffsets[p] = pattern.rowOf[p] * gradients.plane + shift;
                }
            }
            channelStarts = new int[window.channels() + 1];
            Arrays.setAll(channelStarts, channel -> pattern.columnStarts[channel * taps]);
            values = new float[pattern.count()];
            valuesByChannels = new float[pattern.count()];
            biases = new float[pattern.rows()];
        }

        private static int reach(long kernel, long dilation) {
            return Math.toIntExact((kernel - 1) * dilation);
        }

        private static int up(int size, int lanes) {
            return (size + lanes - 1) / lanes * lanes;
        }

        float[] values(INDArray weights) {
            Floats.of(weights).get(0, values, pattern.count());
            return values;
        }

        float[] valuesByChannels(INDArray weights, SparsityPattern elements) {
            float[] rows = values(weights);
            for (int p = 0; p < rows.length; p++) {
                valuesByChannels[p] = rows[elements.numbers[p]];
            }
            return valuesByChannels;
        }
    }

    /** The planes of one example in padded form; padding that is negative cuts columns and rows off. */
    private static final class Planes {
        private static final int PLAIN = 4;

        private final int count;
        private final int height;
        private final int width;
        private final int top;
        private final int left;
        /** The length of a padded row, and of a padded plane. */
        private final int row;

        private final int plane;
        private final int elements;

        Planes(int count, int height, int width, Pair before, Pair after, int lanes) {
            this.count = count;
            this.height = height;
            this.width = width;
            top = Math.toIntExact(before.height());
            left = Math.toIntExact(before.width());
            row = Math.toIntExact(left + width + after.width());
            plane = Math.toIntExact((top + height + after.height()) * row);
            // Vectors read some numbers beyond the last plane.
            elements = count * plane + row + lanes;
        }

        static Planes plain(int count, int height, int width) {
            return new Planes(count, height, width, Pair.of(0), Pair.of(0), 0);
        }

        /** Returns memory for the planes whose padding is zero. */
        float[] memory(Scratch scratch, int slot) {
            return scratch.zeros(slot, elements);
        }

        /** Copies an example's planes into their padding. */
        void fill(Floats from, int example, float[] planes, Scratch scratch) {
            float[] plain = plain(scratch);
            from.get(example * count * height * width, plain, count * height * width);
            int cut = Math.max(0, -left);
            int length = Math.min(width, row - left) - cut;
            int end = Math.min(height, plane / row - top);
            for (int channel = 0; channel < count; channel++) {
                for (int y = Math.max(0, -top); y < end; y++) {
                    int to = channel * plane + (top + y) * row + left + cut;
                    System.arraycopy(plain, (channel * height + y) * width + cut, planes, to, length);
                }
            }
        }

        /** Copies planes out of rows of another length, of which each plane has {@code distance} numbers. */
        void read(float[] from, int distance, int length, Floats to, int example, Scratch scratch) {
            float[] plain = plain(scratch);
            for (int channel = 0; channel < count; channel++) {
                for (int y = 0; y < height; y++) {
                    int at = (channel * height + y) * width;
                    System.arraycopy(from, channel * distance + y * length, plain, at, width);
                }
            }
            to.put(example * count * height * width, plain, count * height * width);
        }

        /** Copies an example's planes into rows of another length; what lies between is left as it is. */
        void write(Floats from, int example, float[] to, int distance, int length, Scratch scratch) {
            float[] plain = plain(scratch);
            from.get(example * count * height * width, plain, count * height * width);
            for (int channel = 0; channel < count; channel++) {
                for (int y = 0; y < height; y++) {
                    int at = (channel * height + y) * width;
                    System.arraycopy(plain, at, to, channel * distance + y * length, width);
                }
            }
        }

        private float[] plain(Scratch scratch) {
            return scratch.heap(PLAIN, count * height * width);
        }
    }
}
