package org.espalier.engine.kernel.reference;

import static org.espalier.engine.kernel.memory.Values.read;
import static org.espalier.engine.kernel.memory.Values.write;

import org.espalier.engine.kernel.ConvolutionKernel;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The definition of a convolution: which input element meets which weight at which output element. */
final class ReferenceConvolution implements ConvolutionKernel {
    @Override
    public void forward(
            Window window, Value input, INDArray weight, @Nullable INDArray bias, Value output, Workspace workspace) {
        double[] x = read(input.array());
        double[] w = read(weight);
        double[] y = new double[Math.toIntExact(output.length())];
        if (bias != null) {
            double[] b = read(bias);
            for (int i = 0; i < y.length; i++) {
                y[i] = b[i / window.positions() % b.length];
            }
        }
        forEachProduct(window, input.size(0), weight, (in, tap, out) -> y[out] += x[in] * w[tap]);
        write(y, output.overwrite());
    }

    @Override
    public void backwardData(
            Window window, Value outputGradient, INDArray weight, Value inputGradient, Workspace workspace) {
        double[] dy = read(outputGradient.array());
        double[] w = read(weight);
        double[] dx = new double[Math.toIntExact(inputGradient.length())];
        forEachProduct(window, inputGradient.size(0), weight, (in, tap, out) -> dx[in] += dy[out] * w[tap]);
        write(dx, inputGradient.overwrite());
    }

    @Override
    public void backwardWeight(
            Window window,
            Value input,
            Value outputGradient,
            INDArray weightGradient,
            @Nullable INDArray biasGradient,
            Workspace workspace) {
        double[] x = read(input.array());
        double[] dy = read(outputGradient.array());
        double[] dw = new double[Math.toIntExact(weightGradient.length())];
        forEachProduct(window, input.size(0), weightGradient, (in, tap, out) -> dw[tap] += dy[out] * x[in]);
        write(dw, weightGradient);
        if (biasGradient != null) {
            double[] db = new double[Math.toIntExact(biasGradient.length())];
            for (int i = 0; i < dy.length; i++) {
                db[i / window.positions() % db.length] += dy[i];
            }
            write(db, biasGradient);
        }
    }

    /** One product of a convolution, by flat indices. */
    @FunctionalInterface
    private interface Product {
        void at(int input, int weight, int output);
    }

    /** Calls {@code action} for every product of a convolution; padding takes part in none. */
    private static void forEachProduct(Window window, long batch, INDArray weight, Product action) {
        int filters = (int) weight.size(0);
        int channels = (int) weight.size(1);
        int groups = window.channels() / channels;
        int positions = window.positions();
        for (int n = 0; n < batch; n++) {
            for (int f = 0; f < filters; f++) {
                int firstChannel = f / (filters / groups) * channels;
                for (int c = 0; c < channels; c++) {
                    int plane = (n * window.channels() + firstChannel + c) * window.plane();
                    int taps = (f * channels + c) * window.taps();
                    forEachTap(window, plane, taps, (n * filters + f) * positions, action);
                }
            }
        }
    }

    private static void forEachTap(Window window, int plane, int taps, int out, Product action) {
        int kernelWidth = (int) window.kernel().width();
        for (int position = 0; position < window.positions(); position++) {
            for (int tap = 0; tap < window.taps(); tap++) {
                int row = window.row(position / window.outWidth(), tap / kernelWidth);
                int column = window.column(position % window.outWidth(), tap % kernelWidth);
                if (row >= 0 && row < window.height() && column >= 0 && column < window.width()) {
                    action.at(plane + row * window.width() + column, taps + tap, out + position);
                }
            }
        }
    }
}
