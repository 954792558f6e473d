package org.espalier.engine.kernel.blas;

import java.util.Arrays;
import org.espalier.engine.kernel.Window;

/** Between an image and the matrix of the patches that a kernel sees: a row for each channel and kernel element, a column for each position. */
final class Im2Col {
    private Im2Col() {}

    /** Writes the patches of an image (im2col). */
    static void unfold(Window window, float[] image, float[] patches) {
        int row = 0;
        for (int channel = 0; channel < window.channels(); channel++) {
            for (int i = 0; i < window.kernel().height(); i++) {
                for (int j = 0; j < window.kernel().width(); j++) {
                    unfoldRow(window, image, channel * window.plane(), i, j, patches, row++ * window.positions());
                }
            }
        }
    }

    /** Adds each patch to the image at the place it came from (col2im). */
    static void fold(Window window, float[] patches, float[] image) {
        int row = 0;
        for (int channel = 0; channel < window.channels(); channel++) {
            for (int i = 0; i < window.kernel().height(); i++) {
                for (int j = 0; j < window.kernel().width(); j++) {
                    foldRow(window, patches, row++ * window.positions(), i, j, image, channel * window.plane());
                }
            }
        }
    }

    private static void unfoldRow(Window window, float[] image, int plane, int i, int j, float[] patches, int start) {
        int outWidth = window.outWidth();
        int step = (int) window.stride().width();
        int from = firstInside(window, j);
        int to = endInside(window, j);
        for (int y = 0; y < window.outHeight(); y++) {
            int out = start + y * outWidth;
            int inputRow = window.row(y, i);
            if (inputRow < 0 || inputRow >= window.height() || from >= to) {
                Arrays.fill(patches, out, out + outWidth, 0);
                continue;
            }
            Arrays.fill(patches, out, out + from, 0);
            int in = plane + inputRow * window.width() + window.column(from, j);
            if (step == 1) {
                System.arraycopy(image, in, patches, out + from, to - from);
            } else {
                for (int x = from; x < to; x++, in += step) {
                    patches[out + x] = image[in];
                }
            }
            Arrays.fill(patches, out + to, out + outWidth, 0);
        }
    }

    private static void foldRow(Window window, float[] patches, int start, int i, int j, float[] image, int plane) {
        int step = (int) window.stride().width();
        int from = firstInside(window, j);
        int to = endInside(window, j);
        for (int y = 0; y < window.outHeight(); y++) {
            int inputRow = window.row(y, i);
            if (inputRow < 0 || inputRow >= window.height() || from >= to) {
                continue;
            }
            int out = start + y * window.outWidth();
            int in = plane + inputRow * window.width() + window.column(from, j);
            if (step == 1) {
                for (int x = from; x < to; x++) {
                    image[in + x - from] += patches[out + x];
                }
            } else {
                for (int x = from; x < to; x++, in += step) {
                    image[in] += patches[out + x];
                }
            }
        }
    }

    /** Returns the first output column at which kernel column {@code j} lies within the plane. */
    static int firstInside(Window window, int j) {
        int outside = -window.column(0, j);
        int step = (int) window.stride().width();
        return outside <= 0 ? 0 : Math.min((outside + step - 1) / step, window.outWidth());
    }

    /** Returns the output column behind the last at which kernel column {@code j} lies within the plane. */
    static int endInside(Window window, int j) {
        int room = window.width() - 1 - window.column(0, j);
        return room < 0 ? 0 : Math.min(room / (int) window.stride().width() + 1, window.outWidth());
    }
}
