package org.espalier.plugins.alds;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;

/** A matrix of doubles, row by row. Nothing changes one that was handed on. */
final class Matrix {
    private final int rows;
    private final int columns;
    private final double[] values;

    /** Takes {@code rows · columns} values, without copying them. */
    Matrix(int rows, int columns, double[] values) {
        if (values.length != Math.multiplyExact(rows, columns)) {
            throw new IllegalArgumentException(rows + " rows of " + columns + " are not " + values.length + " values");
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    double get(int row, int column) {
        return values[row * columns + column];
    }

    /** Returns the values themselves, row by row; to be read. */
    double[] values() {
        return values;
    }

    /** Returns columns {@code from} to {@code to}, the latter excluded. */
    Matrix columns(int from, int to) {
        int width = to - from;
        double[] part = new double[rows * width];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * columns + from, part, row * width, width);
        }
        return new Matrix(rows, width, part);
    }

    /** Returns rows {@code from} to {@code to}, the latter excluded. */
    Matrix rows(int from, int to) {
        double[] part = new double[(to - from) * columns];
        System.arraycopy(values, from * columns, part, 0, part.length);
        return new Matrix(to - from, columns, part);
    }

    Matrix transposed() {
        double[] turned = new double[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = values[row * columns + column];
            }
        }
        return new Matrix(columns, rows, turned);
    }

    Matrix plus(Matrix other) {
        double[] sum = values.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.values[i];
        }
        return new Matrix(rows, columns, sum);
    }

    Matrix times(Matrix right) {
        return product(CblasNoTrans, this, CblasNoTrans, right, rows, right.columns, columns);
    }

    /** Returns this times the transpose of {@code right}. */
    Matrix timesTransposed(Matrix right) {
        return product(CblasNoTrans, this, CblasTrans, right, rows, right.rows, columns);
    }

    /** Returns the transpose of this times {@code right}. */
    Matrix transposedTimes(Matrix right) {
        return product(CblasTrans, this, CblasNoTrans, right, columns, right.columns, rows);
    }

    /** Returns the inner products of all rows, {@code A Aᵀ}. */
    Matrix gramOfRows() {
        return timesTransposed(this);
    }

    /** Returns the inner products of all columns, {@code Aᵀ A}. */
    Matrix gramOfColumns() {
        return transposedTimes(this);
    }

    /** Returns the values rounded to floats, row by row. */
    float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Returns the sum of squares. */
    double energy() {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }

    private static Matrix product(int turnLeft, Matrix left, int turnRight, Matrix right, int m, int n, int k) {
        double[] result = new double[Math.multiplyExact(m, n)];
        if (result.length > 0 && k > 0) {
            cblas_dgemm(
                    CblasRowMajor,
                    turnLeft,
                    turnRight,
                    m,
                    n,
                    k,
                    1,
                    left.values,
                    left.columns,
                    right.values,
                    right.columns,
                    0,
                    result,
                    n);
        }
        return new Matrix(m, n, result);
    }
}
