package org.espalier.engine.run;

/**
 * How many training examples a measurement gets.
 *
 * @param count batches
 * @param size examples in each
 */
record Sample(int count, int size) {
    /** Returns what there is of what is asked for: batches of the size asked for as far as they go. */
    static Sample of(int count, int size, int available) {
        int each = Math.min(size, available);
        return new Sample(each == 0 ? 0 : Math.min(count, available / each), each);
    }

    long examples() {
        return (long) count * size;
    }

    /** Says that there are fewer than asked for. */
    static String shortage(int count, int size, int available) {
        return "a measurement asks for " + count + (count == 1 ? " batch of " : " batches of ") + size
                + " training examples, but there are " + available + "; it takes "
                + of(count, size, available).examples() + " of them";
    }
}
