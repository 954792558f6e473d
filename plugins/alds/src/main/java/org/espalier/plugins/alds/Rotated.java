package org.espalier.plugins.alds;

import java.util.stream.IntStream;

/**
 * A folded weight turned, group by group, onto its singular vectors, from which the Gram matrix of what is lost follows for
 * every rank. Kept in softly referenced memory: as much as the folded weight, or the square of its smaller side.
 */
sealed interface Rotated {
    /** Returns a matrix whose largest eigenvalue is the squared operator norm of what ranks of {@code rank} lose. */
    Matrix residual(int rank);

    static Rotated of(Subsets subsets, int groups) {
        Matrix folded = subsets.folded();
        return folded.rows() <= folded.columns() ? Outputs.of(subsets, groups) : Inputs.of(subsets, groups);
    }

    /** By the side of outputs: {@code Σ_i R_i R_iᵀ}. The i-th part is {@code A_i V_i}, with columns in falling order. */
    final class Outputs implements Rotated {
        private final Matrix[] parts;

        private Outputs(Matrix[] parts) {
            this.parts = parts;
        }

        static Outputs of(Subsets subsets, int groups) {
            return new Outputs(IntStream.range(0, groups)
                    .mapToObj(group -> part(subsets, groups, group))
                    .toArray(Matrix[]::new));
        }

        private static Matrix part(Subsets subsets, int groups, int group) {
            Eigen eigen = Eigen.of(subsets.gram(groups, group));
            if (!subsets.isWide(groups)) {
                return subsets.part(groups, group).timesTransposed(eigen.vectors());
            }
            int size = eigen.values().length;
            double[] sigma = Subsets.roots(eigen.values());
            double[] scaled = new double[size * size];
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < size; column++) {
                    scaled[row * size + column] = eigen.vectors().get(column, row) * sigma[column];
                }
            }
            return new Matrix(size, size, scaled);
        }

        @Override
        public Matrix residual(int rank) {
            int rows = parts[0].rows();
            int dropped = parts[0].columns() - rank;
            double[] all = new double[rows * dropped * parts.length];
            for (int row = 0; row < rows; row++) {
                for (int group = 0; group < parts.length; group++) {
                    System.arraycopy(
                            parts[group].values(),
                            row * parts[group].columns() + rank,
                            all,
                            (row * parts.length + group) * dropped,
                            dropped);
                }
            }
            var residual = new Matrix(rows, dropped * parts.length, all);
            return residual.rows() <= residual.columns() ? residual.gramOfRows() : residual.gramOfColumns();
        }
    }

    /** By the side of inputs: {@code RᵀR} is what is left of {@code Vᵀ Aᵀ A V} without the kept rows and columns. */
    final class Inputs implements Rotated {
        private final Matrix gram;
        private final int width;

        private Inputs(Matrix gram, int width) {
            this.gram = gram;
            this.width = width;
        }

        static Inputs of(Subsets subsets, int groups) {
            Matrix whole = subsets.folded();
            int width = whole.columns() / groups;
            double[] turned = new double[whole.rows() * whole.columns()];
            for (int group = 0; group < groups; group++) {
                Matrix part = subsets.part(groups, group);
                Matrix values = part.timesTransposed(
                        Eigen.of(subsets.gram(groups, group)).vectors());
                for (int row = 0; row < whole.rows(); row++) {
                    System.arraycopy(
                            values.values(), row * width, turned, row * whole.columns() + group * width, width);
                }
            }
            return new Inputs(new Matrix(whole.rows(), whole.columns(), turned).gramOfColumns(), width);
        }

        @Override
        public Matrix residual(int rank) {
            int[] left = IntStream.range(0, gram.rows())
                    .filter(i -> i % width >= rank)
                    .toArray();
            double[] values = new double[left.length * left.length];
            for (int row = 0; row < left.length; row++) {
                for (int column = 0; column < left.length; column++) {
                    values[row * left.length + column] = gram.get(left[row], left[column]);
                }
            }
            return new Matrix(left.length, left.length, values);
        }
    }
}
