package org.espalier.engine.mask;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Key loops on the widest vectors of this machine; what vectors do not help with is left to the plain loops. */
final class VectorKeyKernel implements KeyKernel {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private final KeyKernel plain = new PlainKeyKernel();

    VectorKeyKernel() {
        if (64 % LANES != 0) {
            throw new IllegalStateException("vectors of " + LANES + " lanes do not divide a word of 64 bits");
        }
    }

    @Override
    public boolean toKeys(int[] bits, int count) {
        return plain.toKeys(bits, count);
    }

    @Override
    public void countUpper(int[] keys, int count, int[] histogram) {
        plain.countUpper(keys, count, histogram);
    }

    @Override
    public void countLower(int[] keys, int count, int upper, int[] histogram) {
        int whole = SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += LANES) {
            VectorMask<Integer> inside = IntVector.fromArray(SPECIES, keys, i)
                    .lanewise(VectorOperators.ASHR, 16)
                    .compare(VectorOperators.EQ, upper);
            if (inside.anyTrue()) {
                for (int j = i; j < i + LANES; j++) {
                    if (keys[j] >> 16 == upper) {
                        histogram[keys[j] & 0xffff]++;
                    }
                }
            }
        }
        for (int i = whole; i < count; i++) {
            if (keys[i] >> 16 == upper) {
                histogram[keys[i] & 0xffff]++;
            }
        }
    }

    @Override
    public void above(int[] keys, int count, int threshold, long[] words, int at) {
        int whole = count & -64;
        for (int from = 0; from < whole; from += 64) {
            long word = 0;
            for (int i = 0; i < 64; i += LANES) {
                word |= IntVector.fromArray(SPECIES, keys, from + i)
                                .compare(VectorOperators.GT, threshold)
                                .toLong()
                        << i;
            }
            words[at + (from >> 6)] = word;
        }
        long limit = threshold;
        for (int i = whole; i < count; i++) {
            if (i == whole) {
                words[at + (i >> 6)] = 0;
            }
            words[at + (i >> 6)] |= (limit - keys[i]) >>> 63 << i;
        }
    }
}
