package org.espalier.plugins.regrowth;

import java.util.Arrays;

/** Divides a whole number among layers that have room for so much each. */
final class Shares {
    private Shares() {}

    /** Returns shares in proportion to claims; what does not divide, or finds no room, goes round evenly. */
    static long[] of(long total, double[] claims, long[] room) {
        double sum = Arrays.stream(claims).sum();
        long[] shares = new long[claims.length];
        long left = total;
        for (int i = 0; i < shares.length && sum > 0; i++) {
            shares[i] = Math.min(room[i], Math.min(left, (long) (total * (claims[i] / sum))));
            left -= shares[i];
        }
        return evenly(total, shares, room);
    }

    /** Returns {@code shares} with what they lack of {@code total} spread evenly over those with room, earlier ones first. */
    static long[] evenly(long total, long[] shares, long[] room) {
        long[] result = shares.clone();
        long left = Math.min(total, Arrays.stream(room).sum())
                - Arrays.stream(result).sum();
        while (left > 0) {
            int open = 0;
            for (int i = 0; i < result.length; i++) {
                open += result[i] < room[i] ? 1 : 0;
            }
            long each = Math.max(1, left / open);
            for (int i = 0; i < result.length; i++) {
                long more = Math.min(each, Math.min(left, room[i] - result[i]));
                result[i] += more;
                left -= more;
            }
        }
        return result;
    }
}
