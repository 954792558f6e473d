package org.espalier.plugins.alds;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevr;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.Arrays;

/**
 * Eigenvalues of a symmetric positive semidefinite matrix and its vectors, by LAPACK's {@code dsyevd}, of large matrices of which few
 * vectors are asked for by {@code dsyevr}. Every result is checked: values by the sum of them and of their squares, all
 * vectors by what they make of a probe, some vectors by what the matrix makes of each and by their angles.
 *
 * <p>Of a Gram matrix the values are squares of singular values, which are so known to about 1e-8 of the largest: enough for
 * weights that are 32-bit floats. What comes out below 0 by rounding is 0.
 */
final class Eigen {
    private static final double TOLERANCE = 1e-9;
    private static final int COMPUTED = 0;
    /** From here on, and where at most a fourth is asked for, some vectors take less time and memory than all. */
    private static final int LARGE = 512;

    private static final int FEW = 4;

    private final double[] values;
    private final Matrix vectors;

    private Eigen(double[] values, Matrix vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /** Returns the eigenvalues, falling. */
    static double[] values(Matrix symmetric) {
        double[] rising = decompose(symmetric, symmetric.values().clone(), 'N');
        double trace = trace(symmetric);
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
        var eigen = new Eigen(values, falling(vectors, size));
        check(eigen.rebuilds(symmetric));
        return eigen;
    }

    /**
     * Returns the largest eigenvalues and their vectors.
     *
     * @param count how many, at most the matrix's rows
     */
    static Eigen largest(Matrix symmetric, int count) {
        int size = symmetric.rows();
        if (size < LARGE || count > size / FEW) {
            Eigen all = of(symmetric);
            return new Eigen(Arrays.copyOf(all.values, count), all.vectors.rows(0, count));
        }
        double[] rising = new double[size];
        double[] vectors = new double[count * size];
        int info = LAPACKE_dsyevr(
                LAPACK_COL_MAJOR,
                (byte) 'V',
                (byte) 'I',
                (byte) 'U',
                size,
                symmetric.values().clone(),
                size,
                0,
                0,
                size - count + 1,
                size,
                0,
                new int[1],
                rising,
                vectors,
                size,
                new int[2 * count]);
        check(info == COMPUTED);
        var eigen = new Eigen(falling(Arrays.copyOf(rising, count)), falling(vectors, size));
        check(eigen.areVectorsOf(symmetric));
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

    /** Returns whether the matrix makes its value times it of each vector, and vectors are at right angles. */
    private boolean areVectorsOf(Matrix symmetric) {
        int size = symmetric.rows();
        double[] expected = vectors.values().clone();
        double[] unit = new double[values.length * values.length];
        for (int i = 0; i < values.length; i++) {
            unit[i * values.length + i] = 1;
            for (int j = 0; j < size; j++) {
                expected[i * size + j] *= values[i];
            }
        }
        return distance(vectors.times(symmetric), new Matrix(values.length, size, expected))
                        <= TOLERANCE * size * trace(symmetric)
                && distance(vectors.gramOfRows(), new Matrix(values.length, values.length, unit)) <= TOLERANCE * size;
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
            probe[i] = StrictMath.sin(1 + 12.9898 * i + 0.37 * i * i);
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

    /** Returns the sum of the diagonal, which is that of the eigenvalues. */
    private static double trace(Matrix symmetric) {
        double sum = 0;
        for (int i = 0; i < symmetric.rows(); i++) {
            sum += symmetric.get(i, i);
        }
        return sum;
    }

    /** Returns vectors, one after the other, in the opposite order. */
    private static Matrix falling(double[] vectors, int size) {
        int count = vectors.length / size;
        double[] falling = new double[vectors.length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(vectors, (count - 1 - i) * size, falling, i * size, size);
        }
        return new Matrix(count, size, falling);
    }

    private static void check(boolean sound) {
        if (!sound) {
            throw new ArithmeticException("LAPACK gave eigenvalues or vectors that are not the matrix's");
        }
    }
}
