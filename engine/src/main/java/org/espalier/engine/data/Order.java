package org.espalier.engine.data;

import org.espalier.engine.random.RandomStreams;

/** The order in which an epoch shows the examples. */
interface Order {
    /** Returns which example stands at {@code position} of an epoch. */
    int example(long epoch, int position);

    /** As they stand. */
    record AsTheyStand(int size) implements Order {
        @Override
        public int example(long epoch, int position) {
            return position;
        }
    }

    /** Shuffled anew for each epoch; remembers the last epoch that was asked for. */
    final class Shuffled implements Order {
        private final int size;
        private final long seed;
        private int[] order = {};
        private long ordered = -1;

        Shuffled(int size, long seed) {
            this.size = size;
            this.seed = seed;
        }

        @Override
        public int example(long epoch, int position) {
            if (epoch != ordered) {
                order = ValidationSplit.permutation(size, RandomStreams.of(seed, "order", epoch));
                ordered = epoch;
            }
            return order[position];
        }
    }
}
