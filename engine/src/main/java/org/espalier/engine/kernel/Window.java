package org.espalier.engine.kernel;

import static java.util.Objects.requireNonNull;

import org.espalier.api.model.LayerSpec.Pair;

/**
 * A kernel that slides over the planes of one example: the geometry of a convolution or a pooling, with ONNX semantics.
 *
 * @param channels planes of the input
 * @param height rows of a plane
 * @param width columns of a plane
 * @param kernel rows and columns of the kernel
 * @param stride steps along rows and columns
 * @param before padding above and to the left
 * @param after padding below and to the right
 * @param dilation distance of neighbouring kernel elements
 */
public record Window(
        int channels, int height, int width, Pair kernel, Pair stride, Pair before, Pair after, Pair dilation) {
    private static final long LARGEST = 1 << 24;

    public Window {
        requireNonNull(kernel, "kernel is null");
        requireNonNull(stride, "stride is null");
        requireNonNull(before, "before is null");
        requireNonNull(after, "after is null");
        requireNonNull(dilation, "dilation is null");
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "the input [" + channels + ", " + height + ", " + width + "] has an empty axis");
        }
        atLeast(1, kernel, "the kernel");
        atLeast(1, stride, "the stride");
        atLeast(1, dilation, "the dilation");
        atLeast(0, before, "the padding");
        atLeast(0, after, "the padding");
        atMost(kernel, "the kernel");
        atMost(stride, "the stride");
        atMost(before, "the padding");
        atMost(after, "the padding");
        atMost(dilation, "the dilation");
        if (out(height, kernel.height(), stride.height(), before.height(), after.height(), dilation.height()) < 1
                || out(width, kernel.width(), stride.width(), before.width(), after.width(), dilation.width()) < 1) {
            throw new IllegalArgumentException("a kernel of " + kernel.height() + "x" + kernel.width()
                    + " does not fit into planes of " + height + "x" + width + " with their padding");
        }
    }

    /** Returns the rows of an output plane. */
    public int outHeight() {
        return out(height, kernel.height(), stride.height(), before.height(), after.height(), dilation.height());
    }

    /** Returns the columns of an output plane. */
    public int outWidth() {
        return out(width, kernel.width(), stride.width(), before.width(), after.width(), dilation.width());
    }

    /** Returns the number of positions at which the kernel is applied to a plane. */
    public int positions() {
        return outHeight() * outWidth();
    }

    /** Returns the number of elements of one input plane. */
    public int plane() {
        return height * width;
    }

    /** Returns the number of elements of one example of the input. */
    public int volume() {
        return channels * plane();
    }

    /** Returns the number of elements of the kernel. */
    public int taps() {
        return Math.toIntExact(kernel.height() * kernel.width());
    }

    /** Returns the input row that kernel row {@code tap} sees at output row {@code at}; outside of the plane is padding. */
    public int row(int at, int tap) {
        return (int) (at * stride.height() - before.height() + tap * dilation.height());
    }

    /** Returns the input column that kernel column {@code tap} sees at output column {@code at}. */
    public int column(int at, int tap) {
        return (int) (at * stride.width() - before.width() + tap * dilation.width());
    }

    private static int out(long extent, long kernel, long stride, long before, long after, long dilation) {
        int padded = Math.toIntExact(Math.addExact(Math.addExact(extent, before), after));
        long room = padded - Math.addExact(Math.multiplyExact(dilation, kernel - 1), 1);
        return room < 0 ? 0 : Math.toIntExact(room / stride + 1);
    }

    /** So that sums and products of them are exact. */
    private static void atMost(Pair pair, String what) {
        if (pair.height() > LARGEST || pair.width() > LARGEST) {
            throw new IllegalArgumentException(
                    what + " must be at most " + LARGEST + " but is " + pair.height() + "x" + pair.width());
        }
    }

    private static void atLeast(long least, Pair pair, String what) {
        if (pair.height() < least || pair.width() < least) {
            throw new IllegalArgumentException(
                    what + " must be at least " + least + " but is " + pair.height() + "x" + pair.width());
        }
    }
}
