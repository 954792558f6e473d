package org.espalier.engine.mask.selection;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads scores of any type as 64-bit keys that compare, as signed integers, as the scores do: exact for floats and doubles
 * alike, and 0.0 and -0.0 share a key. Units that may not win have {@link #NEVER}.
 */
final class WideKeys {
    /** Below every score's key. */
    static final long NEVER = Long.MIN_VALUE;

    private static final long INFINITY = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

    private final Contest contest;
    private final Reader reader;

    WideKeys(Contest contest) {
        this.contest = contest;
        this.reader =
                contest.scores().dataType() == DataType.FLOAT ? floats(contest.scores()) : others(contest.scores());
    }

    /**
     * Reads the keys of {@code count} units from {@code from} on.
     *
     * @throws IllegalArgumentException when a score is not a number
     */
    void read(long from, long[] into, int count) {
        reader.read(from, into, count);
        boolean open = contest.open();
        for (int i = 0; i < count; i++) {
            long size = into[i] & Long.MAX_VALUE;
            if (size > INFINITY) {
                throw Contest.notANumber(contest.name(), from + i);
            }
            long sign = into[i] >> 63;
            into[i] = open || contest.eligible().get(from + i) ? (size ^ sign) - sign : NEVER;
        }
    }

    private static Reader floats(INDArray scores) {
        FloatBits bits = FloatBits.of(scores);
        return new Reader() {
            private int[] buffer = new int[0];

            @Override
            public void read(long from, long[] into, int count) {
                if (buffer.length < count) {
                    buffer = new int[count];
                }
                bits.read(from, buffer, count);
                for (int i = 0; i < count; i++) {
                    into[i] = Double.doubleToRawLongBits(Float.intBitsToFloat(buffer[i]));
                }
            }
        };
    }

    private static Reader others(INDArray scores) {
        INDArray inOrder = Contiguous.inOrder(scores);
        return (from, into, count) -> {
            for (int i = 0; i < count; i++) {
                into[i] = Double.doubleToRawLongBits(inOrder.getDouble(from + i));
            }
        };
    }

    /** Reads the bits of scores as doubles. */
    @FunctionalInterface
    private interface Reader {
        void read(long from, long[] into, int count);
    }
}
