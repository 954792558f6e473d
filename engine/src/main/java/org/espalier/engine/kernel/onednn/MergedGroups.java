package org.espalier.engine.kernel.onednn;

import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.memory.Scratch;

/**
 * Neighbouring groups of a convolution computed as one, whose kernels are zero where a filter meets channels of another group. oneDNN has
 * fast code for groups of a multiple of eight channels and filters, for channels by themselves and for one group; all others it
 * lowers to matrix products, which takes up to seven times as long, so that some multiplications by zero pay. What is
 * infinite or not a number in one group reaches all that it is computed with. Used by one thread at a time.
 *
 * @param count how many groups become one; 1 for none
 * @param channels channels of one group as it was
 * @param filters filters of one group as it was
 * @param taps elements of a kernel
 */
record MergedGroups(int count, int channels, int filters, int taps) {
    private static final int LANES = 8;
    /**
     * What matrix products cost, where sixteen filters at once cost 1: measured at batches of 64 with 32 to 512 channels, kernels of 3x3,
     * 2 to 32 groups and 1 to 44 filters in each.
     */
    private static final int PRODUCTS = 6;

    private static final Scratch SCRATCH = new Scratch();

    /**
     * Chooses what is computed fastest; with ties, the fewest multiplications by zero.
     *
     * @param weight {@code [filters, channels / groups, kernel height, kernel width]}
     */
    static MergedGroups of(int groups, long[] weight) {
        int channels = (int) weight[1];
        int filters = (int) weight[0] / groups;
        int best = 1;
        for (int count = 2; count <= groups && (channels > 1 || filters > 1); count++) {
            if (groups % count == 0 && cost(groups, count, channels, filters) < cost(groups, best, channels, filters)) {
                best = count;
            }
        }
        return new MergedGroups(best, channels, filters, (int) (weight[2] * weight[3]));
    }

    private static int cost(int groups, int count, int channels, int filters) {
        int together = count * filters;
        if (groups == count) {
            return (together + 2 * LANES - 1) / (2 * LANES);
        }
        if (count * channels % LANES != 0 || together % LANES != 0) {
            return PRODUCTS;
        }
        return together / (together % (2 * LANES) == 0 ? 2 * LANES : LANES);
    }

    /** Writes a layer's weights with zeros between its groups; both in plain order. */
    void spread(Floats weight, Floats wide) {
        int length = (int) weight.length();
        float[] from = SCRATCH.heap(0, length);
        float[] to = SCRATCH.zeros(1, length * count);
        weight.get(0, from, length);
        for (int filter = 0; filter * row() < length; filter++) {
            System.arraycopy(from, filter * row(), to, at(filter), row());
        }
        wide.put(0, to, length * count);
    }

    /** Takes from wide weights what is not between groups. */
    void gather(Floats wide, Floats weight) {
        int length = (int) weight.length();
        float[] from = SCRATCH.heap(1, length * count);
        float[] to = SCRATCH.heap(0, length);
        wide.get(0, from, length * count);
        for (int filter = 0; filter * row() < length; filter++) {
            System.arraycopy(from, at(filter), to, filter * row(), row());
        }
        weight.put(0, to, length);
    }

    private int row() {
        return channels * taps;
    }

    private int at(int filter) {
        return (filter * count + filter / filters % count) * row();
    }
}
