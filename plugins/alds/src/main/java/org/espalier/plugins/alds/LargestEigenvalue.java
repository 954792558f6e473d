package org.espalier.plugins.alds;

/**
 * The largest eigenvalue of a symmetric positive semidefinite matrix, by Lanczos iteration with full orthogonalization: a few
 * products with the matrix where all eigenvalues would take many times as long. It ends when the residual says that the value
 * is known to 1e-12 of itself.
 */
final class LargestEigenvalue {
    private static final int SMALL = 24;
    private static final int STEPS_BETWEEN_CHECKS = 6;
    private static final double TOLERANCE = 1e-12;

    private LargestEigenvalue() {}

    static double of(Matrix symmetric) {
        int size = symmetric.rows();
        if (size == 0) {
            return 0;
        }
        return size <= SMALL ? Eigen.values(symmetric)[0] : lanczos(symmetric);
    }

    private static double lanczos(Matrix symmetric) {
        int size = symmetric.rows();
        double[][] basis = new double[size + 1][];
        double[] diagonal = new double[size];
        double[] beside = new double[size];
        basis[0] = unit(Eigen.probe(size).values().clone());
        for (int step = 0; step < size; step++) {
            double[] next = times(symmetric, basis[step]);
            diagonal[step] = dot(next, basis[step]);
            orthogonalize(next, basis, step);
            beside[step] = Math.sqrt(dot(next, next));
            boolean exhausted = beside[step] <= TOLERANCE * Math.abs(diagonal[0]);
            if (exhausted || step == size - 1 || step % STEPS_BETWEEN_CHECKS == STEPS_BETWEEN_CHECKS - 1) {
                Eigen small = Eigen.of(tridiagonal(diagonal, beside, step + 1));
                double value = small.values()[0];
                // The error of a Ritz value is at most the square of its residual over the gap to the next.
                double residual = beside[step] * Math.abs(small.vectors().get(0, step));
                double gap = Math.max(value - small.values()[Math.min(1, step)], residual);
                if (exhausted || residual * residual <= TOLERANCE * value * gap) {
                    return value;
                }
            }
            basis[step + 1] = unit(next);
        }
        return Eigen.values(symmetric)[0];
    }

    private static Matrix tridiagonal(double[] diagonal, double[] beside, int size) {
        double[] values = new double[size * size];
        for (int i = 0; i < size; i++) {
            values[i * size + i] = diagonal[i];
            if (i + 1 < size) {
                values[i * size + i + 1] = beside[i];
                values[(i + 1) * size + i] = beside[i];
            }
        }
        return new Matrix(size, size, values);
    }

    private static void orthogonalize(double[] vector, double[][] basis, int last) {
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i <= last; i++) {
                double part = dot(vector, basis[i]);
                for (int j = 0; j < vector.length; j++) {
                    vector[j] -= part * basis[i][j];
                }
            }
        }
    }

    /** Returns the product, summed row by row, which vectorizes as a sum of products does not. */
    private static double[] times(Matrix symmetric, double[] vector) {
        double[] values = symmetric.values();
        int size = vector.length;
        double[] result = new double[size];
        for (int row = 0; row < size; row++) {
            double factor = vector[row];
            int start = row * size;
            for (int column = 0; column < size; column++) {
                result[column] += factor * values[start + column];
            }
        }
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] unit(double[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }
}
