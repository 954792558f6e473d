package org.espalier.plugins.alds;

/**
 * A kernel as a sum of {@code rank} products of a filter, a channel and a position factor (CANDECOMP/PARAFAC), by alternating least
 * squares from the singular vectors of channels and of positions (Kolda and Bader 2009, section 3.4). Always the same for the same
 * kernel; a local optimum.
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
        int area = kernel.height() * kernel.width();
        Matrix byOutput = Folding.ENCODE.fold(kernel);
        Matrix flat = new Matrix(kernel.out() * kernel.in(), area, byOutput.values());
        Matrix out = new Matrix(kernel.out(), rank, new double[kernel.out() * rank]);
        Matrix in = leading(Folding.DECODE.fold(kernel).gramOfColumns(), rank);
        Matrix position = leading(flat.gramOfColumns(), rank);
        double energy = flat.energy();
        double error = 1;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Matrix seen = flat.times(position);
            out = solve(sumOverChannels(seen, in, kernel.out()), in, position);
            in = solve(sumOverFilters(seen, out, kernel.in()), out, position);
            Matrix products = products(out, in);
            Matrix target = flat.transposedTimes(products);
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

    private static Matrix sumOverChannels(Matrix seen, Matrix in, int filters) {
        double[] sums = new double[filters * in.columns()];
        for (int row = 0; row < seen.rows(); row++) {
            for (int r = 0; r < in.columns(); r++) {
                sums[row / in.rows() * in.columns() + r] += seen.get(row, r) * in.get(row % in.rows(), r);
            }
        }
        return new Matrix(filters, in.columns(), sums);
    }

    private static Matrix sumOverFilters(Matrix seen, Matrix out, int channels) {
        double[] sums = new double[channels * out.columns()];
        for (int row = 0; row < seen.rows(); row++) {
            for (int r = 0; r < out.columns(); r++) {
                sums[row % channels * out.columns() + r] += seen.get(row, r) * out.get(row / channels, r);
            }
        }
        return new Matrix(channels, out.columns(), sums);
    }

    private static Matrix products(Matrix out, Matrix in) {
        double[] products = new double[out.rows() * in.rows() * out.columns()];
        for (int row = 0; row < out.rows() * in.rows(); row++) {
            for (int r = 0; r < out.columns(); r++) {
                products[row * out.columns() + r] = out.get(row / in.rows(), r) * in.get(row % in.rows(), r);
            }
        }
        return new Matrix(out.rows() * in.rows(), out.columns(), products);
    }

    private static double inner(Matrix a, Matrix b) {
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            sum += a.values()[i] * b.values()[i];
        }
        return sum;
    }
}
