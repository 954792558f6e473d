package org.espalier.plugins.alds;

import java.util.Arrays;

/**
 * A kernel as a sum of {@code rank} products of a filter, a channel and a position factor (CANDECOMP/PARAFAC), by alternating least
 * squares from the singular vectors of channels and of positions (Kolda and Bader 2009, section 3.4). Always the same for the same
 * kernel; a local optimum. Sums go position by position, so that it takes little more memory than the kernel and the factors: one
 * more of the larger factor, and a few squares of the rank.
 *
 * @param out {@code [filters, rank]}
 * @param in {@code [channels, rank]}
 * @param position {@code [height · width, rank]}
 * @param error {@code ‖W − Ŵ‖_F / ‖W‖_F}
 */
record Parafac(Matrix out, Matrix in, Matrix position, double error) {
    private static final int MOST_ROUNDS = 60;
    private static final double ENOUGH = 1e-5;

    /** Fits a kernel. */
    static Parafac of(Kernel kernel, int rank) {
        Matrix[] slices = slices(kernel);
        Matrix out = new Matrix(kernel.out(), rank, new double[kernel.out() * rank]);
        Matrix in = leading(Folding.DECODE.fold(kernel).gramOfColumns(), rank);
        Matrix position = leading(inner(slices), rank);
        double energy = Arrays.stream(slices).mapToDouble(Matrix::energy).sum();
        double error = 1;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            out = solve(outTarget(slices, in, position), in, position);
            in = solve(inTarget(slices, out, position), out, position);
            Matrix target = positionTarget(slices, out, in);
            position = solve(target, out, in);
            // ‖W − Ŵ‖² = ‖W‖² − ⟨W, Ŵ⟩ after a least-squares step.
            double before = error;
            error = energy == 0 ? 0 : Math.sqrt(Math.max(0, 1 - inner(target, position) / energy));
            if (before - error < ENOUGH) {
                break;
            }
        }
        return new Parafac(out, in, position, error);
    }

    /** Returns the weights of each position, {@code [filters, channels]}. */
    private static Matrix[] slices(Kernel kernel) {
        var slices = new Matrix[kernel.height() * kernel.width()];
        for (int p = 0; p < slices.length; p++) {
            double[] slice = new double[kernel.out() * kernel.in()];
            for (int i = 0; i < slice.length; i++) {
                slice[i] = kernel.at(i / kernel.in(), i % kernel.in(), p / kernel.width(), p % kernel.width());
            }
            slices[p] = new Matrix(kernel.out(), kernel.in(), slice);
        }
        return slices;
    }

    /** Returns the inner products of all slices. */
    private static Matrix inner(Matrix[] slices) {
        double[] products = new double[slices.length * slices.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = inner(slices[i / slices.length], slices[i % slices.length]);
        }
        return new Matrix(slices.length, slices.length, products);
    }

    /** Returns the leading eigenvectors as columns, and past the last of them numbers that follow no pattern. */
    private static Matrix leading(Matrix gram, int rank) {
        Matrix vectors = Eigen.of(gram).vectors();
        int size = gram.rows();
        Matrix rest = Eigen.probe(size * rank);
        double[] columns = new double[size * rank];
        for (int row = 0; row < size; row++) {
            for (int r = 0; r < rank; r++) {
                columns[row * rank + r] = r < size ? vectors.get(r, row) : rest.get(row * rank + r, 0);
            }
        }
        return new Matrix(size, rank, columns);
    }

    /** Returns the least-squares factor, given what it is to match and the other two factors. */
    private static Matrix solve(Matrix target, Matrix one, Matrix other) {
        double[] gram = one.gramOfColumns().values().clone();
        double[] otherGram = other.gramOfColumns().values();
        for (int i = 0; i < gram.length; i++) {
            gram[i] *= otherGram[i];
        }
        int rank = one.columns();
        Eigen eigen = Eigen.of(new Matrix(rank, rank, gram));
        Matrix turned = target.timesTransposed(eigen.vectors());
        double[] divided = turned.values().clone();
        for (int i = 0; i < divided.length; i++) {
            double value = eigen.values()[i % rank];
            divided[i] = value <= 1e-10 * eigen.values()[0] ? 0 : divided[i] / value;
        }
        return new Matrix(target.rows(), rank, divided).times(eigen.vectors());
    }

    /** Returns {@code Σ_p W_p · in} with column {@code r} of each summand times {@code position[p, r]}: {@code [filters, rank]}. */
    private static Matrix outTarget(Matrix[] slices, Matrix in, Matrix position) {
        double[] sums = new double[slices[0].rows() * in.columns()];
        for (int p = 0; p < slices.length; p++) {
            addScaled(slices[p].times(in), position, p, sums);
        }
        return new Matrix(slices[0].rows(), in.columns(), sums);
    }

    /** Returns {@code Σ_p W_pᵀ · out} with columns scaled likewise: {@code [channels, rank]}. */
    private static Matrix inTarget(Matrix[] slices, Matrix out, Matrix position) {
        double[] sums = new double[slices[0].columns() * out.columns()];
        for (int p = 0; p < slices.length; p++) {
            addScaled(slices[p].transposedTimes(out), position, p, sums);
        }
        return new Matrix(slices[0].columns(), out.columns(), sums);
    }

    private static void addScaled(Matrix summand, Matrix position, int p, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += summand.values()[i] * position.get(p, i % position.columns());
        }
    }

    /** Returns {@code out_rᵀ · W_p · in_r} for every position and rank: {@code [height · width, rank]}. */
    private static Matrix positionTarget(Matrix[] slices, Matrix out, Matrix in) {
        int rank = in.columns();
        double[] sums = new double[slices.length * rank];
        for (int p = 0; p < slices.length; p++) {
            double[] seen = slices[p].transposedTimes(out).values();
            for (int i = 0; i < seen.length; i++) {
                sums[p * rank + i % rank] += seen[i] * in.values()[i];
            }
        }
        return new Matrix(slices.length, rank, sums);
    }

    private static double inner(Matrix a, Matrix b) {
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            sum += a.values()[i] * b.values()[i];
        }
        return sum;
    }
}
