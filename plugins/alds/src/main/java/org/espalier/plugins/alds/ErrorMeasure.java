package org.espalier.plugins.alds;

/**
 * What the error of a k-subset factorization is. All but {@link #ENERGY} are relative: to the operator norm of the weight as it is
 * folded, which differs from scheme to scheme, or to the Frobenius norm, which does not.
 */
public enum ErrorMeasure {
    /** {@code ‖W − Ŵ‖₂ / ‖W‖₂}: what ALDS, equation 2, bounds. */
    EXACT("operator norm of what is lost, relative") {
        @Override
        double error(Subset subset, int rank) {
            // Bounds and norm come from different sums: where next to nothing is lost they differ by rounding.
            double norm = relative(subset.residualNorm(rank), subset.norm());
            return Math.max(atLeast(subset, rank), Math.min(atMost(subset, rank), norm));
        }

        @Override
        double atLeast(Subset subset, int rank) {
            return REFERENCE.error(subset, rank);
        }

        @Override
        double atMost(Subset subset, int rank) {
            double bound = Math.sqrt(subset.groups()) * subset.largestDropped(rank);
            return relative(Math.min(bound, Math.sqrt(subset.droppedEnergy(rank))), subset.norm());
        }
    },

    /** {@code √k · max_i α_{i, j+1} / α_1}: Theorem 1 of ALDS. */
    BOUND("bound of Theorem 1 on the operator norm of what is lost, relative") {
        @Override
        double error(Subset subset, int rank) {
            return Math.sqrt(subset.groups()) * REFERENCE.error(subset, rank);
        }
    },

    /**
     * {@code max_i α_{i, j+1} / α_1}: what the authors' code takes for it, which leaves out {@code √k}. With the schemes {@code split1} and
     * {@code split2} their code measures other groups of columns than it factors; here they are the same.
     */
    REFERENCE("largest singular value dropped in a group, relative") {
        @Override
        double error(Subset subset, int rank) {
            return relative(subset.largestDropped(rank), subset.norm());
        }
    },

    /** {@code ‖W − Ŵ‖_F / ‖W‖_F}: the root of SVD-Energy's measure, the same for every folding scheme of equal loss. */
    FROBENIUS("Frobenius norm of what is lost, relative") {
        @Override
        double error(Subset subset, int rank) {
            return Math.sqrt(relative(subset.droppedEnergy(rank), subset.energy()));
        }
    },

    /** {@code ‖W − Ŵ‖_F²}: not relative; what L-Rank adds up over layers. */
    ENERGY("squared Frobenius norm of what is lost") {
        @Override
        double error(Subset subset, int rank) {
            return subset.droppedEnergy(rank);
        }
    };

    private final String words;

    ErrorMeasure(String words) {
        this.words = words;
    }

    /** Returns what reports call it. */
    String words() {
        return words;
    }

    /** Returns the error of keeping {@code rank} singular values in each group. */
    abstract double error(Subset subset, int rank);

    /** Returns what the error is not below, without computing it where that takes long. */
    double atLeast(Subset subset, int rank) {
        return error(subset, rank);
    }

    /** Returns what the error is not above, without computing it where that takes long. */
    double atMost(Subset subset, int rank) {
        return error(subset, rank);
    }

    private static double relative(double lost, double whole) {
        return whole == 0 ? 0 : lost / whole;
    }
}
