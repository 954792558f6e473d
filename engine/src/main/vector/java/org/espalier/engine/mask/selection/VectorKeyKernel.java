package org.espalier.engine.mask.selection;

import java.util.stream.IntStream;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Compares keys on the widest vectors of this machine; the other loops gain too little by them. */
final class VectorKeyKernel implements KeyKernel {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private static final int[] LANE_BITS =
            IntStream.range(0, 32).map(i -> 1 << i).toArray();

    VectorKeyKernel() {
        if (32 % LANES != 0) {
            throw new IllegalStateException("vectors of " + LANES + " lanes do not divide 32 bits");
        }
    }

    @Override
    public void above(int[] keys, int count, int threshold, long[] words, int at) {
        int whole = count & -64;
        for (int from = 0; from < whole; from += 64) {
            long low = above(keys, from, threshold) & 0xffffffffL;
            long high = above(keys, from + 32, threshold);
            words[at + (from >> 6)] = low | high << 32;
        }
        if (whole < count) {
            long word = 0;
            for (int i = whole; i < count; i++) {
                word |= keys[i] > threshold ? 1L << i : 0;
            }
            words[at + (whole >> 6)] = word;
        }
    }

    /**
     * Returns the bits of 32 keys. Each lane has its own bit, and all are or'ed together: on Java 17, to ask a mask for its
     * bits means an object and a loop.
     */
    private static int above(int[] keys, int from, int threshold) {
        IntVector bits = IntVector.zero(SPECIES);
        for (int i = 0; i < 32; i += LANES) {
            VectorMask<Integer> above =
                    IntVector.fromArray(SPECIES, keys, from + i).compare(VectorOperators.GT, threshold);
            bits = bits.or(IntVector.zero(SPECIES).blend(IntVector.fromArray(SPECIES, LANE_BITS, i), above));
        }
        return bits.reduceLanes(VectorOperators.OR);
    }
}
