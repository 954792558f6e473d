package org.espalier.plugins.alds;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A folded weight in {@code k} groups, of each of which the largest {@code j} singular values are kept: what is lost, in
 * several measures. Ranks go from 0 to {@link #fullRank}, where nothing is lost.
 */
final class Subset {
    private final Subsets subsets;
    private final int groups;
    private final Map<Integer, Double> residualNorms = new ConcurrentHashMap<>();
    private SoftReference<Rotated> rotated = new SoftReference<>(null);
    private double @Nullable [] largest;
    private double @Nullable [] energies;

    Subset(Subsets subsets, int groups) {
        this.subsets = subsets;
        this.groups = groups;
    }

    int groups() {
        return groups;
    }

    int fullRank() {
        return fullRank(subsets, groups);
    }

    static int fullRank(Subsets subsets, int groups) {
        return Math.min(subsets.folded().rows(), subsets.folded().columns() / groups);
    }

    double norm() {
        return subsets.norm();
    }

    double energy() {
        return subsets.energy();
    }

    /** Returns the largest singular value that is dropped in any group: {@code max_i α_{i, j+1}} of Theorem 1. */
    synchronized double largestDropped(int rank) {
        if (largest == null) {
            double[][] values = subsets.singularValues(groups);
            largest = IntStream.rangeClosed(0, fullRank())
                    .mapToDouble(j -> j == fullRank() ? 0 : max(values, j))
                    .toArray();
        }
        return largest[rank];
    }

    private static double max(double[][] values, int index) {
        double max = 0;
        for (double[] ofGroup : values) {
            max = Math.max(max, ofGroup[index]);
        }
        return max;
    }

    /** Returns the sum of squares of all singular values that are dropped: {@code ‖W − Ŵ‖²} in the Frobenius norm. */
    synchronized double droppedEnergy(int rank) {
        if (energies == null) {
            double[][] values = subsets.singularValues(groups);
            energies = new double[fullRank() + 1];
            for (int j = fullRank() - 1; j >= 0; j--) {
                energies[j] = energies[j + 1];
                for (double[] ofGroup : values) {
                    energies[j] += ofGroup[j] * ofGroup[j];
                }
            }
        }
        return energies[rank];
    }

    /** Returns the operator norm of what is lost, {@code ‖W − Ŵ‖₂}. */
    double residualNorm(int rank) {
        if (groups == 1 || rank == fullRank()) {
            return largestDropped(rank);
        }
        return residualNorms.computeIfAbsent(
                rank, j -> Math.sqrt(LargestEigenvalue.of(rotated().residual(j))));
    }

    Factors factors(int rank) {
        return Factors.of(subsets, groups, rank);
    }

    private synchronized Rotated rotated() {
        Rotated present = rotated.get();
        if (present == null) {
            present = Rotated.of(subsets, groups);
            rotated = new SoftReference<>(present);
        }
        return present;
    }
}
