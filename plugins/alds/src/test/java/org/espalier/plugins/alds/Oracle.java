package org.espalier.plugins.alds;

import java.util.SplittableRandom;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/** Commons Math's linear algebra, slow and sure. */
final class Oracle {
    private Oracle() {}

    static RealMatrix real(Matrix matrix) {
        RealMatrix real = MatrixUtils.createRealMatrix(matrix.rows(), matrix.columns());
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                real.setEntry(row, column, matrix.get(row, column));
            }
        }
        return real;
    }

    static double[] singularValues(Matrix matrix) {
        return new SingularValueDecomposition(real(matrix)).getSingularValues();
    }

    static double norm(Matrix matrix) {
        return new SingularValueDecomposition(real(matrix)).getNorm();
    }

    /** Returns what is left of a matrix without the largest singular values of each of its groups of columns. */
    static Matrix residual(Matrix folded, int groups, int rank) {
        RealMatrix residual = real(folded);
        int width = folded.columns() / groups;
        for (int group = 0; group < groups; group++) {
            RealMatrix part = residual.getSubMatrix(0, folded.rows() - 1, group * width, (group + 1) * width - 1);
            var svd = new SingularValueDecomposition(part);
            RealMatrix kept = svd.getU()
                    .getSubMatrix(0, folded.rows() - 1, 0, rank - 1)
                    .multiply(svd.getS().getSubMatrix(0, rank - 1, 0, rank - 1))
                    .multiply(svd.getVT().getSubMatrix(0, rank - 1, 0, width - 1));
            residual.setSubMatrix(part.subtract(kept).getData(), 0, group * width);
        }
        return of(residual);
    }

    static Matrix of(RealMatrix real) {
        double[] values = new double[real.getRowDimension() * real.getColumnDimension()];
        for (int row = 0; row < real.getRowDimension(); row++) {
            System.arraycopy(real.getRow(row), 0, values, row * real.getColumnDimension(), real.getColumnDimension());
        }
        return new Matrix(real.getRowDimension(), real.getColumnDimension(), values);
    }

    static Matrix of(float[] values, int rows) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return new Matrix(rows, values.length / rows, wide);
    }

    static Matrix random(int rows, int columns, long seed) {
        var random = new SplittableRandom(seed);
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble(-1, 1);
        }
        return new Matrix(rows, columns, values);
    }
}
