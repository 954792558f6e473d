package org.espalier.plugins.alds;

/**
 * The factors of a folded weight in groups: of group {@code i} the encoder is {@code √Σ_j · V_jᵀ}, the decoder {@code U_j · √Σ_j},
 * of its {@code j} largest singular values (ALDS, section 3.1).
 *
 * @param encoder {@code [groups · rank, columns / groups]}, group below group
 * @param decoder {@code [rows, groups · rank]}, group beside group
 */
record Factors(Matrix encoder, Matrix decoder) {
    static Factors of(Subsets subsets, int groups, int rank) {
        int rows = subsets.folded().rows();
        int width = subsets.folded().columns() / groups;
        double[] encoder = new double[groups * rank * width];
        double[] decoder = new double[rows * groups * rank];
        for (int group = 0; group < groups; group++) {
            Matrix part = subsets.part(groups, group);
            Matrix vectors = Eigen.largest(subsets.gram(groups, group), rank).vectors();
            boolean wide = subsets.isWide(groups);
            // One side is orthonormal and exact; the other is the weight projected on it.
            Matrix right = wide ? vectors.times(part) : vectors;
            Matrix left = wide ? vectors.transposed() : part.timesTransposed(vectors);
            for (int r = 0; r < rank; r++) {
                double root = StrictMath.pow(wide ? rowEnergy(right, r) : columnEnergy(left, r), 0.25);
                double toRight = root == 0 ? 1 : wide ? 1 / root : root;
                for (int column = 0; column < width; column++) {
                    encoder[(group * rank + r) * width + column] = right.get(r, column) * toRight;
                }
                for (int row = 0; row < rows; row++) {
                    decoder[row * groups * rank + group * rank + r] = left.get(row, r) / toRight;
                }
            }
        }
        return new Factors(new Matrix(groups * rank, width, encoder), new Matrix(rows, groups * rank, decoder));
    }

    private static double rowEnergy(Matrix matrix, int row) {
        return matrix.rows(row, row + 1).energy();
    }

    private static double columnEnergy(Matrix matrix, int column) {
        return matrix.columns(column, column + 1).energy();
    }
}
