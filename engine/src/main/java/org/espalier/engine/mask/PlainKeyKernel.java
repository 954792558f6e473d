package org.espalier.engine.mask;

/** Key loops for any JVM. */
final class PlainKeyKernel implements KeyKernel {
    private static final int INFINITY = 0x7f800000;

    @Override
    public boolean toKeys(int[] bits, int count) {
        int beyond = 0;
        for (int i = 0; i < count; i++) {
            int sign = bits[i] >> 31;
            int size = bits[i] & Integer.MAX_VALUE;
            beyond |= INFINITY - size;
            bits[i] = (size ^ sign) - sign;
        }
        return beyond >= 0;
    }

    @Override
    public void countUpper(int[] keys, int count, int[] histogram) {
        for (int i = 0; i < count; i++) {
            histogram[(keys[i] >> 16) + 32768]++;
        }
    }

    @Override
    public void countLower(int[] keys, int count, int upper, int[] histogram) {
        for (int i = 0; i < count; i++) {
            if (keys[i] >> 16 == upper) {
                histogram[keys[i] & 0xffff]++;
            }
        }
    }

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
