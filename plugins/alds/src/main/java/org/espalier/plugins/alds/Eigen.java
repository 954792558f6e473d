package org.espalier.plugins.alds;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

/**
 * Eigenvalues of a symmetric positive semidefinite matrix and its vectors, by LAPACK's {@code dsyevd}. Every result is checked:
 * values by the sum of them and of their squares, vectors by what they make of a probe.
 *
 * <p>Of a Gram matrix the values are squares of singular values, which are so known to about 1e-8 of the largest: enough for
 * weights that are 32-bit floats. What comes out below 0 by rounding is 0.
 */
final class Eigen {
    private static final double TOLERANCE = 1e-9;
    private static final int COMPUTED = 0;

    private final double[] values;
    private final Matrix vectors;

    private Eigen(double[] values, Matrix vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /** Returns the eigenvalues, falling. */
    static double[] values(Matrix symmetric) {
        double[] rising = decompose(symmetric, symmetric.values().clone(), 'N');
        double trace = 0;
        for (int i = 0; i < symmetric.rows(); i++) {
            trace += symmetric.get(i, i);
        }
        double sum = 0;
        double squares = 0;
        for (double value : rising) {
            sum += value;
            squares += value * value;
        }
        double energy = symmetric.energy();
        check(Math.abs(trace - sum) <= TOLERANCE * Math.abs(trace) && Math.abs(energy - squares) <= TOLERANCE * energy);
        return falling(rising);
    }

    static Eigen of(Matrix symmetric) {
        int size = symmetric.rows();
        double[] vectors = symmetric.values().clone();
        double[] values = falling(decompose(symmetric, vectors, 'V'));
        double[] fallingVectors = new double[vectors.length];
        for (int i = 0; i < size; i++) {
            System.arraycopy(vectors, (size - 1 - i) * size, fallingVectors, i * size, size);
        }
        var eigen = new Eigen(values, new Matrix(size, size, fallingVectors));
        check(eigen.rebuilds(symmetric));
        return eigen;
    }

    /** Returns the values, falling. */
    double[] values() {
        return values;
    }

    /** Returns the vectors, of length 1 and at right angles, one a row, in the order of the values. */
    Matrix vectors() {
        return vectors;
    }

    /** Returns whether {@code VᵀΛV} does to a probe what the matrix does, and {@code VᵀV} nothing. */
    private boolean rebuilds(Matrix symmetric) {
        int size = values.length;
        Matrix probe = probe(size);
        Matrix turned = vectors.times(probe);
        double[] scaled = turned.values().clone();
        for (int i = 0; i < size; i++) {
            scaled[i] *= values[i];
        }
        double largest = size == 0 ? 0 : values[0];
        return distance(vectors.transposedTimes(new Matrix(size, 1, scaled)), symmetric.times(probe))
                        <= TOLERANCE * size * largest
                && distance(vectors.transposedTimes(turned), probe) <= TOLERANCE * size;
    }

    private static double distance(Matrix a, Matrix b) {
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            double gap = a.values()[i] - b.values()[i];
            sum += gap * gap;
        }
        return Math.sqrt(sum);
    }

    /** Returns numbers in [−1, 1] that follow no pattern, always the same. */
    static Matrix probe(int size) {
        double[] probe = new double[size];
        for (int i = 0; i < size; i++) {
            probe[i] = Math.sin(1 + 12.9898 * i + 0.37 * i * i);
        }
        return new Matrix(size, 1, probe);
    }

    /** Computes rising values, and leaves vectors in {@code work} where the job asks for them. */
    private static double[] decompose(Matrix symmetric, double[] work, char job) {
        int size = symmetric.rows();
        double[] rising = new double[size];
        if (size > 0) {
            int info = LAPACKE_dsyevd(LAPACK_COL_MAJOR, (byte) job, (byte) 'U', size, work, size, rising);
            check(info == COMPUTED);
        }
        return rising;
    }

    private static double[] falling(double[] rising) {
        double[] falling = new double[rising.length];
        for (int i = 0; i < falling.length; i++) {
            falling[i] = Math.max(0, rising[rising.length - 1 - i]);
        }
        return falling;
    }

    private static void check(boolean sound) {
        if (!sound) {
            throw new ArithmeticException("LAPACK's dsyevd gave eigenvalues that are not the matrix's");
        }
    }
}
