package org.espalier.engine.mask.distribution;

import java.util.Arrays;

/** Divides a whole number in proportion to claims, by largest remainders, and never beyond anybody's room. */
public final class Apportionment {
    private Apportionment() {}

    /**
     * Returns whole shares that add up to {@code total}, or to all the room there is. Where no one who has room claims
     * anything, room itself is the claim.
     */
    public static long[] of(long total, double[] claims, long[] room) {
        long[] shares = new long[claims.length];
        long left = Math.min(total, Arrays.stream(room).sum());
        while (left > 0) {
            double[] open = openClaims(claims, room, shares);
            double sum = Arrays.stream(open).sum();
            long before = left;
            for (int i = 0; i < shares.length; i++) {
                long more = Math.min(left, Math.min(room[i] - shares[i], (long) (before * (open[i] / sum))));
                shares[i] += more;
                left -= more;
            }
            if (left > 0 && left <= shares.length) {
                left -= handOut(left, before, open, sum, room, shares);
            }
        }
        return shares;
    }

    /** Gives one each to the largest remainders, and returns how many were given. */
    private static long handOut(long left, long before, double[] open, double sum, long[] room, long[] shares) {
        Integer[] order = new Integer[shares.length];
        Arrays.setAll(order, i -> i);
        // Stable: equal remainders go to the earlier one.
        Arrays.sort(order, (a, b) -> Double.compare(remainder(before, open[b], sum), remainder(before, open[a], sum)));
        long given = 0;
        for (int i : order) {
            if (given < left && open[i] > 0 && shares[i] < room[i]) {
                shares[i]++;
                given++;
            }
        }
        return given;
    }

    private static double remainder(long before, double claim, double sum) {
        double exact = before * (claim / sum);
        return exact - Math.floor(exact);
    }

    private static double[] openClaims(double[] claims, long[] room, long[] shares) {
        double[] open = new double[claims.length];
        for (int i = 0; i < open.length; i++) {
            open[i] = shares[i] < room[i] ? claims[i] : 0;
        }
        if (Arrays.stream(open).sum() > 0) {
            return open;
        }
        Arrays.setAll(open, i -> room[i] - shares[i]);
        return open;
    }
}
