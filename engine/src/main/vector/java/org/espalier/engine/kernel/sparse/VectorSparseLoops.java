package org.espalier.engine.kernel.sparse;

import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sparse products on the widest vectors of this machine. Results stay in registers while a line's elements are walked: four
 * vectors at a time, then what is left one by one.
 *
 * <p>All code of this JVM uses one species: with two, HotSpot's profiles of the Vector API's shared methods mix, and vectors are boxed.
 * For the same reason a vector that a loop carried goes through {@link #settled} before anything else is asked of it.
 */
final class VectorSparseLoops implements SparseLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private static final VectorSpecies<Integer> BITS = IntVector.SPECIES_PREFERRED;
    /** How far the bit of each lane is from the sign. */
    private static final IntVector SIGN = IntVector.fromArray(
            BITS, IntStream.range(0, LANES).map(lane -> Integer.SIZE - 1 - lane).toArray(), 0);

    VectorSparseLoops() {
        if (Integer.SIZE % LANES != 0) {
            throw new IllegalStateException("vectors of " + LANES + " floats do not divide a word");
        }
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void multiply(
            int[] starts, int[] offsets, float[] values, int from, int to, float[] x, int width, float[] y) {
        int tile = 0;
        for (; tile <= width - 4 * LANES; tile += 4 * LANES) {
            for (int line = from; line < to; line++) {
                multiplyFour(starts[line], starts[line + 1], offsets, values, x, tile, y, (line - from) * width + tile);
            }
        }
        for (; tile < width; tile += LANES) {
            for (int line = from; line < to; line++) {
                multiplyOne(starts[line], starts[line + 1], offsets, values, x, tile, y, (line - from) * width + tile);
            }
        }
    }

    private static void multiplyFour(
            int first, int end, int[] offsets, float[] values, float[] x, int tile, float[] y, int row) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        int p = first;
        for (; p < end - 1; p += 2) {
            int at = offsets[p] + tile;
            FloatVector value = FloatVector.broadcast(SPECIES, values[p]);
            a = FloatVector.fromArray(SPECIES, x, at).fma(value, a);
            b = FloatVector.fromArray(SPECIES, x, at + LANES).fma(value, b);
            c = FloatVector.fromArray(SPECIES, x, at + 2 * LANES).fma(value, c);
            d = FloatVector.fromArray(SPECIES, x, at + 3 * LANES).fma(value, d);
            int next = offsets[p + 1] + tile;
            FloatVector other = FloatVector.broadcast(SPECIES, values[p + 1]);
            e = FloatVector.fromArray(SPECIES, x, next).fma(other, e);
            f = FloatVector.fromArray(SPECIES, x, next + LANES).fma(other, f);
            g = FloatVector.fromArray(SPECIES, x, next + 2 * LANES).fma(other, g);
            h = FloatVector.fromArray(SPECIES, x, next + 3 * LANES).fma(other, h);
        }
        if (p < end) {
            int at = offsets[p] + tile;
            FloatVector value = FloatVector.broadcast(SPECIES, values[p]);
            a = FloatVector.fromArray(SPECIES, x, at).fma(value, settled(a));
            b = FloatVector.fromArray(SPECIES, x, at + LANES).fma(value, settled(b));
            c = FloatVector.fromArray(SPECIES, x, at + 2 * LANES).fma(value, settled(c));
            d = FloatVector.fromArray(SPECIES, x, at + 3 * LANES).fma(value, settled(d));
        }
        settled(a).add(e).intoArray(y, row);
        settled(b).add(f).intoArray(y, row + LANES);
        settled(c).add(g).intoArray(y, row + 2 * LANES);
        settled(d).add(h).intoArray(y, row + 3 * LANES);
    }

    private static void multiplyOne(
            int first, int end, int[] offsets, float[] values, float[] x, int tile, float[] y, int row) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int p = first; p < end; p++) {
            sum = FloatVector.fromArray(SPECIES, x, offsets[p] + tile)
                    .fma(FloatVector.broadcast(SPECIES, values[p]), sum);
        }
        settled(sum).intoArray(y, row);
    }

    @Override
    public void dots(
            int[] starts,
            int[] offsets,
            int from,
            int to,
            float[] a,
            float[] x,
            int width,
            boolean add,
            float[] products) {
        int tile = 0;
        for (; tile <= width - 4 * LANES; tile += 4 * LANES) {
            for (int line = from; line < to; line++) {
                dotsOfFour(
                        starts[line],
                        starts[line + 1],
                        offsets,
                        a,
                        line * width + tile,
                        x,
                        tile,
                        add || tile > 0,
                        products);
            }
        }
        for (; tile < width; tile += LANES) {
            for (int line = from; line < to; line++) {
                dotsOfOne(
                        starts[line],
                        starts[line + 1],
                        offsets,
                        a,
                        line * width + tile,
                        x,
                        tile,
                        add || tile > 0,
                        products);
            }
        }
    }

    private static void dotsOfFour(
            int first, int end, int[] offsets, float[] a, int row, float[] x, int tile, boolean add, float[] products) {
        FloatVector left = FloatVector.fromArray(SPECIES, a, row);
        FloatVector second = FloatVector.fromArray(SPECIES, a, row + LANES);
        FloatVector third = FloatVector.fromArray(SPECIES, a, row + 2 * LANES);
        FloatVector right = FloatVector.fromArray(SPECIES, a, row + 3 * LANES);
        for (int p = first; p < end; p++) {
            int at = offsets[p] + tile;
            FloatVector sum = FloatVector.fromArray(SPECIES, x, at).mul(left);
            FloatVector other = FloatVector.fromArray(SPECIES, x, at + LANES).mul(second);
            sum = FloatVector.fromArray(SPECIES, x, at + 2 * LANES).fma(third, sum);
            other = FloatVector.fromArray(SPECIES, x, at + 3 * LANES).fma(right, other);
            float product = sum.add(other).reduceLanes(VectorOperators.ADD);
            products[p] = add ? products[p] + product : product;
        }
    }

    private static void dotsOfOne(
            int first, int end, int[] offsets, float[] a, int row, float[] x, int tile, boolean add, float[] products) {
        FloatVector left = FloatVector.fromArray(SPECIES, a, row);
        for (int p = first; p < end; p++) {
            float product = FloatVector.fromArray(SPECIES, x, offsets[p] + tile)
                    .mul(left)
                    .reduceLanes(VectorOperators.ADD);
            products[p] = add ? products[p] + product : product;
        }
    }

    @Override
    public void transpose(float[] from, int start, int[] offsets, int columns, float[] to, int at, int stride) {
        for (int column = 0; column < columns; column++) {
            FloatVector.fromArray(SPECIES, from, start + column, offsets, 0).intoArray(to, at + column * stride);
        }
    }

    @Override
    public void mask(float[] values, int at, long alive) {
        for (int i = 0; i < Long.SIZE; i += LANES) {
            // Each lane's bit becomes the sign, and the sign fills the lane.
            IntVector kept = IntVector.broadcast(BITS, (int) (alive >>> i))
                    .lanewise(VectorOperators.LSHL, SIGN)
                    .lanewise(VectorOperators.ASHR, Integer.SIZE - 1);
            FloatVector.fromArray(SPECIES, values, at + i)
                    .reinterpretAsInts()
                    .and(kept)
                    .reinterpretAsFloats()
                    .intoArray(values, at + i);
        }
    }

    /** Returns the vector; to the compiler, one of a class that it knows. */
    private static FloatVector settled(FloatVector vector) {
        return FloatVector.zero(SPECIES).add(vector);
    }
}
