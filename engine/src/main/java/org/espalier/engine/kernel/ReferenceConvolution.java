package org.espalier.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The definition of a convolution: which input element meets which weight at which output element. */
final class ReferenceConvolution {
    private ReferenceConvolution() {}

    /** One product of a convolution, by flat indices. */
    @FunctionalInterface
    interface Product {
        void at(int input, int weight, int output);
    }

    /** Calls {@code action} for every product of a convolution; padding takes part in none. */
    static void forEachProduct(Window window, long batch, INDArray weight, Product action) {
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
