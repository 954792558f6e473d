package org.espalier.engine.kernel.reference;

import static org.espalier.engine.kernel.memory.Values.read;
import static org.espalier.engine.kernel.memory.Values.write;

import org.espalier.engine.kernel.ArgMaxIndices;
import org.espalier.engine.kernel.PoolingKernel;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;

/** The definition of max and average pooling. */
final class ReferencePooling implements PoolingKernel {
    @Override
    public void max(Window window, Value input, Value output, Workspace workspace) {
        int[] winners = ArgMaxIndices.of(workspace, output);
        double[] x = read(input.array());
        double[] y = new double[Math.toIntExact(output.length())];
        for (int out = 0; out < y.length; out++) {
            int plane = out / window.positions() * window.plane();
            winners[out] = -1;
            y[out] = Double.NEGATIVE_INFINITY;
            for (int tap = 0; tap < window.taps(); tap++) {
                int at = source(window, out % window.positions(), tap);
                if (at >= 0) {
                    winners[out] = winners[out] < 0 || x[plane + at] > y[out] ? at : winners[out];
                    // Unlike a comparison this lets NaN through, which is to be seen.
                    y[out] = Math.max(y[out], x[plane + at]);
                }
            }
        }
        write(y, output.overwrite());
    }

    @Override
    public void maxBackward(Window window, Value outputGradient, Value inputGradient, Workspace workspace) {
        int[] winners = ArgMaxIndices.of(workspace, outputGradient);
        double[] dy = read(outputGradient.array());
        double[] dx = new double[Math.toIntExact(inputGradient.length())];
        for (int out = 0; out < dy.length; out++) {
            dx[out / window.positions() * window.plane() + winners[out]] += dy[out];
        }
        write(dx, inputGradient.overwrite());
    }

    @Override
    public void average(Window window, boolean countPadding, Value input, Value output, Workspace workspace) {
        double[] x = read(input.array());
        double[] y = new double[Math.toIntExact(output.length())];
        for (int out = 0; out < y.length; out++) {
            int plane = out / window.positions() * window.plane();
            for (int tap = 0; tap < window.taps(); tap++) {
                int at = source(window, out % window.positions(), tap);
                y[out] += at < 0 ? 0 : x[plane + at];
            }
            y[out] /= count(window, countPadding, out % window.positions());
        }
        write(y, output.overwrite());
    }

    @Override
    public void averageBackward(
            Window window, boolean countPadding, Value outputGradient, Value inputGradient, Workspace workspace) {
        double[] dy = read(outputGradient.array());
        double[] dx = new double[Math.toIntExact(inputGradient.length())];
        for (int out = 0; out < dy.length; out++) {
            int plane = out / window.positions() * window.plane();
            double share = dy[out] / count(window, countPadding, out % window.positions());
            for (int tap = 0; tap < window.taps(); tap++) {
                int at = source(window, out % window.positions(), tap);
                if (at >= 0) {
                    dx[plane + at] += share;
                }
            }
        }
        write(dx, inputGradient.overwrite());
    }

    /** Returns how many elements a mean is over. */
    private static int count(Window window, boolean countPadding, int position) {
        if (countPadding) {
            return window.taps();
        }
        int count = 0;
        for (int tap = 0; tap < window.taps(); tap++) {
            count += source(window, position, tap) >= 0 ? 1 : 0;
        }
        return count;
    }

    /** Returns the index within the plane that a tap sees, or −1 for padding. */
    private static int source(Window window, int position, int tap) {
        int kernelWidth = (int) window.kernel().width();
        int row = window.row(position / window.outWidth(), tap / kernelWidth);
        int column = window.column(position % window.outWidth(), tap % kernelWidth);
        boolean inside = row >= 0 && row < window.height() && column >= 0 && column < window.width();
        return inside ? row * window.width() + column : -1;
    }
}
