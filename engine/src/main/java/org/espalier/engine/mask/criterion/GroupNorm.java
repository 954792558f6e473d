package org.espalier.engine.mask.criterion;

/** How the scores of a unit's elements become the unit's one score. */
public enum GroupNorm {
    /** Their sum; for scores {@code |w|} the L1 norm of the unit. */
    SUM {
        @Override
        public double add(double so, double score, long before) {
            return so + score;
        }
    },
    /** The sum of their absolute values. */
    L1 {
        @Override
        public double add(double so, double score, long before) {
            return so + Math.abs(score);
        }
    },
    /** The root of the sum of their squares; for scores {@code |w|} the L2 norm of the unit. */
    L2 {
        @Override
        public double add(double so, double score, long before) {
            return so + score * score;
        }

        @Override
        public double finish(double sum, long count) {
            return Math.sqrt(sum);
        }
    },
    /** Their mean, which compares units of different sizes fairly. */
    MEAN {
        @Override
        public double add(double so, double score, long before) {
            return so + score;
        }

        @Override
        public double finish(double sum, long count) {
            return sum / count;
        }
    },
    /** The highest of them. */
    MAX {
        @Override
        public double add(double so, double score, long before) {
            return before == 0 ? score : Math.max(so, score);
        }
    };

    /** Takes one more score in; {@code before} says how many were. */
    public abstract double add(double so, double score, long before);

    /** Returns the unit's score. */
    public double finish(double sum, long count) {
        return sum;
    }
}
