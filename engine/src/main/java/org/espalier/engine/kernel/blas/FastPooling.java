package org.espalier.engine.kernel.blas;

import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.engine.kernel.ArgMaxIndices;
import org.espalier.engine.kernel.PoolingKernel;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.memory.Scratch;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;

/** Pooling, example by example; workers share the batch out. */
public final class FastPooling implements PoolingKernel {
    private static final int INPUT = 0;
    private static final int OUTPUT = 1;

    private static final Pair TWO = Pair.of(2);
    private static final Pair ONE = Pair.of(1);
    private static final Pair NONE = Pair.of(0);

    private final Workers workers;

    public FastPooling(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void max(Window window, Value input, Value output, Workspace workspace) {
        int[] winners = ArgMaxIndices.of(workspace, output);
        Floats x = Floats.of(input.array());
        Floats y = Floats.of(output.overwrite());
        int size = window.channels() * window.positions();
        forEachExample(input.size(0), (n, scratch) -> {
            float[] in = scratch.heap(INPUT, window.volume());
            float[] out = scratch.heap(OUTPUT, size);
            x.get(n * window.volume(), in, window.volume());
            for (int c = 0; c < window.channels(); c++) {
                maxPlane(window, in, c * window.plane(), out, c * window.positions(), winners, n * size);
            }
            y.put(n * size, out, size);
        });
    }

    @Override
    public void maxBackward(Window window, Value outputGradient, Value inputGradient, Workspace workspace) {
        int[] winners = ArgMaxIndices.of(workspace, outputGradient);
        Floats dy = Floats.of(outputGradient.array());
        Floats dx = Floats.of(inputGradient.overwrite());
        int positions = window.positions();
        int size = window.channels() * positions;
        forEachExample(inputGradient.size(0), (n, scratch) -> {
            float[] in = scratch.zeros(INPUT, window.volume());
            float[] out = scratch.heap(OUTPUT, size);
            dy.get(n * size, out, size);
            for (int c = 0; c < window.channels(); c++) {
                int plane = c * window.plane();
                for (int i = c * positions; i < (c + 1) * positions; i++) {
                    in[plane + winners[n * size + i]] += out[i];
                }
            }
            dx.put(n * window.volume(), in, window.volume());
        });
    }

    @Override
    public void average(Window window, boolean countPadding, Value input, Value output, Workspace workspace) {
        Floats x = Floats.of(input.array());
        Floats y = Floats.of(output.overwrite());
        int size = window.channels() * window.positions();
        forEachExample(input.size(0), (n, scratch) -> {
            float[] in = scratch.heap(INPUT, window.volume());
            float[] out = scratch.heap(OUTPUT, size);
            x.get(n * window.volume(), in, window.volume());
            int at = 0;
            for (int c = 0; c < window.channels(); c++) {
                for (int row = 0; row < window.outHeight(); row++) {
                    for (int column = 0; column < window.outWidth(); column++) {
                        out[at++] = mean(window, countPadding, in, c * window.plane(), row, column);
                    }
                }
            }
            y.put(n * size, out, size);
        });
    }

    @Override
    public void averageBackward(
            Window window, boolean countPadding, Value outputGradient, Value inputGradient, Workspace workspace) {
        Floats dy = Floats.of(outputGradient.array());
        Floats dx = Floats.of(inputGradient.overwrite());
        int size = window.channels() * window.positions();
        forEachExample(inputGradient.size(0), (n, scratch) -> {
            float[] in = scratch.zeros(INPUT, window.volume());
            float[] out = scratch.heap(OUTPUT, size);
            dy.get(n * size, out, size);
            int at = 0;
            for (int c = 0; c < window.channels(); c++) {
                for (int row = 0; row < window.outHeight(); row++) {
                    for (int column = 0; column < window.outWidth(); column++) {
                        spread(window, countPadding, out[at++], in, c * window.plane(), row, column);
                    }
                }
            }
            dx.put(n * window.volume(), in, window.volume());
        });
    }

    /**
     * Takes the maxima of one plane, row by row and kernel element by kernel element: the innermost loop runs along the
     * row and has no branches, which half of the time would go the wrong way.
     */
    private static void maxPlane(
            Window window, float[] in, int plane, float[] out, int start, int[] winners, int winnersStart) {
        int width = window.width();
        int across = (int) window.stride().width();
        int downStep = (int) window.dilation().height();
        int acrossStep = (int) window.dilation().width();
        boolean quads = window.kernel().equals(TWO)
                && window.dilation().equals(ONE)
                && window.before().equals(NONE)
                && window.after().equals(NONE);
        for (int row = 0; row < window.outHeight(); row++) {
            int at = start + row * window.outWidth();
            int top = first(window.row(row, 0), downStep);
            int bottom = end(window.row(row, 0), downStep, (int) window.kernel().height(), window.height());
            if (quads) {
                maxOfQuads(
                        in, plane, top * width, width, across, out, at, winners, winnersStart + at, window.outWidth());
                continue;
            }
            for (int x = 0; x < window.outWidth(); x++) {
                int source = top * width + first(window.column(x, 0), acrossStep);
                winners[winnersStart + at + x] = source;
                out[at + x] = in[plane + source];
            }
            for (int i = top; i < bottom; i += downStep) {
                for (int j = 0; j < window.kernel().width(); j++) {
                    int from = Im2Col.firstInside(window, j);
                    int count = Im2Col.endInside(window, j) - from;
                    int source = i * width + window.column(from, j);
                    takeLarger(in, plane, source, across, out, at + from, winners, winnersStart + at + from, count);
                }
            }
        }
    }

    /** The usual case, four elements and no padding, in one go. */
    private static void maxOfQuads(
            float[] in,
            int plane,
            int source,
            int width,
            int step,
            float[] out,
            int outStart,
            int[] winners,
            int winnersStart,
            int count) {
        for (int x = 0; x < count; x++) {
            int upper = source + x * step;
            int lower = upper + width;
            float a = in[plane + upper];
            float b = in[plane + upper + 1];
            float c = in[plane + lower];
            float d = in[plane + lower + 1];
            int first = b > a ? upper + 1 : upper;
            int second = d > c ? lower + 1 : lower;
            float above = Math.max(a, b);
            float below = Math.max(c, d);
            winners[winnersStart + x] = below > above ? second : first;
            out[outStart + x] = Math.max(above, below);
        }
    }

    private static void takeLarger(
            float[] in,
            int plane,
            int source,
            int step,
            float[] best,
            int bestStart,
            int[] winners,
            int winnersStart,
            int count) {
        for (int x = 0; x < count; x++) {
            int from = source + x * step;
            float value = in[plane + from];
            float before = best[bestStart + x];
            int winner = winners[winnersStart + x];
            winners[winnersStart + x] = value > before ? from : winner;
            best[bestStart + x] = Math.max(before, value);
        }
    }

    private static float mean(Window window, boolean countPadding, float[] in, int plane, int row, int column) {
        int downStep = (int) window.dilation().height();
        int acrossStep = (int) window.dilation().width();
        int bottom = end(window.row(row, 0), downStep, (int) window.kernel().height(), window.height());
        int right =
                end(window.column(column, 0), acrossStep, (int) window.kernel().width(), window.width());
        float sum = 0;
        int count = 0;
        for (int i = first(window.row(row, 0), downStep); i < bottom; i += downStep) {
            for (int j = first(window.column(column, 0), acrossStep); j < right; j += acrossStep) {
                sum += in[plane + i * window.width() + j];
                count++;
            }
        }
        return sum / (countPadding ? window.taps() : count);
    }

    private static void spread(
            Window window, boolean countPadding, float gradient, float[] in, int plane, int row, int column) {
        int downStep = (int) window.dilation().height();
        int acrossStep = (int) window.dilation().width();
        int top = first(window.row(row, 0), downStep);
        int bottom = end(window.row(row, 0), downStep, (int) window.kernel().height(), window.height());
        int left = first(window.column(column, 0), acrossStep);
        int right =
                end(window.column(column, 0), acrossStep, (int) window.kernel().width(), window.width());
        int inside = ((bottom - top + downStep - 1) / downStep) * ((right - left + acrossStep - 1) / acrossStep);
        float share = gradient / (countPadding ? window.taps() : inside);
        for (int i = top; i < bottom; i += downStep) {
            for (int j = left; j < right; j += acrossStep) {
                in[plane + i * window.width() + j] += share;
            }
        }
    }

    /** Returns the first place from {@code start} on, in steps, that is not in the padding before. */
    private static int first(int start, int step) {
        return start >= 0 ? start : start + (-start + step - 1) / step * step;
    }

    /** Returns where the kernel's places or the plane's end, whichever comes first. */
    private static int end(int start, int step, int taps, int extent) {
        return Math.min(start + (taps - 1) * step + 1, extent);
    }

    @FunctionalInterface
    private interface Example {
        void run(int n, Scratch scratch);
    }

    private void forEachExample(int examples, Example body) {
        int parts = Math.min(workers.threads(), examples);
        workers.run(parts, (part, scratch) -> {
            for (int n = Workers.start(part, parts, examples); n < Workers.start(part + 1, parts, examples); n++) {
                body.run(n, scratch);
            }
        });
    }
}
