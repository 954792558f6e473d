package org.espalier.engine.mask.selection;

/**
 * Where a wanted number of keys is reached when bins are emptied from the highest down.
 *
 * @param bin the bin in which it is reached
 * @param above keys in the bins above it
 */
record Cut(int bin, long above) {
    /** Returns the cut of histograms that add up; they must hold at least {@code wanted} keys, and that at least 1. */
    static Cut of(int[][] histograms, long wanted) {
        long above = 0;
        for (int bin = histograms[0].length - 1; ; bin--) {
            long here = 0;
            for (int[] histogram : histograms) {
                here += histogram[bin];
            }
            if (above + here >= wanted) {
                return new Cut(bin, above);
            }
            above += here;
        }
    }
}
