package org.espalier.engine.kernel.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Memory that one worker keeps from operation to operation; it grows to the largest that was asked for. */
public final class Scratch {
    private static final int SLOTS = 5;

    private final float[][] heap = new float[SLOTS][Floats.BLOCK];
    private final @Nullable Floats[] outside = new @Nullable Floats[SLOTS];

    /** Returns a Java array of at least {@code size} elements; what is in it is left from before. */
    public float[] heap(int slot, int size) {
        if (heap[slot].length < size) {
            heap[slot] = new float[size];
        }
        return heap[slot];
    }

    /** Returns a Java array whose first {@code size} elements are zero. */
    public float[] zeros(int slot, int size) {
        float[] array = heap(slot, size);
        Arrays.fill(array, 0, size, 0);
        return array;
    }

    /** Returns memory outside of the heap of at least {@code size} elements; what is in it is left from before. */
    public Floats outside(int slot, long size) {
        Floats present = outside[slot];
        if (present == null || present.length() < size) {
            present = Floats.allocate(size);
            outside[slot] = present;
        }
        return present;
    }
}
