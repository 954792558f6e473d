package org.espalier.engine.mask.selection;

/** Key loops for any JVM. */
final class PlainKeyKernel implements KeyKernel {
    @Override
    public void above(int[] keys, int count, int threshold, long[] words, int at) {
        long limit = threshold;
        for (int from = 0; from < count; from += 64) {
            int run = Math.min(64, count - from);
            long word = 0;
            for (int i = 0; i < run; i++) {
                word |= (limit - keys[from + i]) >>> 63 << i;
            }
            words[at + (from >> 6)] = word;
        }
    }
}
