package org.espalier.plugins.alds;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A folded weight whose channels fall into {@code k} equal groups of neighbours, for every {@code k} that divides them: the
 * k-subset factorizations of one layer and folding scheme (ALDS, section 3.1).
 *
 * <p>Singular values come from the Gram matrix of a group's smaller side. Where that is the side of outputs, the Gram matrix of
 * several groups together is the sum of theirs, so that only the finest of those is computed from weights, and kept in softly
 * referenced memory: one such matrix for each group of the finest, as much as the folded weight at most.
 */
final class Subsets {
    private final Matrix folded;
    private final int channels;
    private final double norm;
    private final double energy;
    private final Map<Integer, double[][]> singularValues = new ConcurrentHashMap<>();
    private SoftReference<Matrix[]> finest = new SoftReference<>(null);

    /**
     * @param folded {@code [rows, channels · width]}
     * @param channels into how many groups it can fall
     */
    Subsets(Matrix folded, int channels) {
        this.folded = folded;
        this.channels = channels;
        this.energy = folded.energy();
        this.norm = Math.sqrt(
                LargestEigenvalue.of(folded.rows() <= folded.columns() ? folded.gramOfRows() : folded.gramOfColumns()));
    }

    Matrix folded() {
        return folded;
    }

    /** Returns the operator norm of the whole. */
    double norm() {
        return norm;
    }

    /** Returns the sum of squares of the whole. */
    double energy() {
        return energy;
    }

    /** Returns the columns of one of {@code groups} groups. */
    Matrix part(int groups, int group) {
        int width = folded.columns() / groups;
        return folded.columns(group * width, (group + 1) * width);
    }

    /** Returns the singular values of each of {@code groups} groups, falling. */
    double[][] singularValues(int groups) {
        return singularValues.computeIfAbsent(groups, k -> IntStream.range(0, k)
                .mapToObj(group -> roots(Eigen.values(gram(k, group))))
                .toArray(double[][]::new));
    }

    /** Returns whether the outputs are the smaller side of {@code groups} groups. */
    boolean isWide(int groups) {
        return folded.rows() <= folded.columns() / groups;
    }

    /** Returns the Gram matrix of the smaller side of one of {@code groups} groups. */
    Matrix gram(int groups, int group) {
        if (!isWide(groups)) {
            return part(groups, group).gramOfColumns();
        }
        Matrix[] parts = finest();
        if (parts.length % groups != 0) {
            return part(groups, group).gramOfRows();
        }
        int each = parts.length / groups;
        return Arrays.stream(parts, group * each, (group + 1) * each)
                .reduce(Matrix::plus)
                .orElseThrow();
    }

    /** Returns the Gram matrices of as many groups as outputs are still the smaller side of. */
    private synchronized Matrix[] finest() {
        Matrix[] known = finest.get();
        if (known == null) {
            int groups = IntStream.iterate(channels, k -> k > 1, k -> k - 1)
                    .filter(k -> channels % k == 0 && isWide(k))
                    .findFirst()
                    .orElse(1);
            known = IntStream.range(0, groups)
                    .mapToObj(group -> part(groups, group).gramOfRows())
                    .toArray(Matrix[]::new);
            finest = new SoftReference<>(known);
        }
        return known;
    }

    static double[] roots(double[] squares) {
        double[] roots = new double[squares.length];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = Math.sqrt(squares[i]);
        }
        return roots;
    }
}
