package org.espalier.engine.kernel.sparse;

import org.espalier.engine.kernel.SparsityPattern;
import org.jspecify.annotations.Nullable;

/**
 * The inner loops of sparse products. Lines are rows or columns of a {@link SparsityPattern}: line {@code i} has elements
 * {@code starts[i]} to {@code starts[i + 1]}. Each element {@code p} meets {@code width} numbers of another matrix, which begin at
 * {@code offsets[p]}.
 */
public interface SparseLoops {
    /** Returns what {@code width} must be a multiple of. */
    int lanes();

    /**
     * Writes the product of lines {@code from} to {@code to} with a matrix: {@code y[i − from] = Σ values[p] · x[others[p]]}.
     *
     * @param values one for each element
     */
    void multiply(int[] starts, int[] others, float[] values, int from, int to, float[] x, int width, float[] y);

    /**
     * Writes inner products, one for each element {@code p} of lines {@code from} to {@code to}: {@code a[i] · x[offsets[p] …]}.
     *
     * @param a a row of {@code width} numbers for each line
     * @param add whether they are added to what is there
     */
    void dots(
            int[] starts,
            int[] offsets,
            int from,
            int to,
            float[] a,
            float[] x,
            int width,
            boolean add,
            float[] products);

    /**
     * Transposes a strip of as many rows as there are lanes: {@code to[at + column · stride + lane] = from[start + column +
     * offsets[lane]]}.
     *
     * @param offsets where each row starts, behind {@code start}
     */
    void transpose(float[] from, int start, int[] offsets, int columns, float[] to, int at, int stride);

    /** Zeroes those of 64 numbers whose bits are not set; the lowest bit is the first number's. */
    void mask(float[] values, int at, long alive);

    /** Returns the loops on this JVM's vectors, or null where it runs without {@code jdk.incubator.vector}. */
    static @Nullable SparseLoops vectorized() {
        try {
            return Class.forName("org.espalier.engine.kernel.sparse.VectorSparseLoops")
                    .asSubclass(SparseLoops.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError absent) {
            return null;
        }
    }
}
