package org.espalier.engine.run;

import java.util.function.LongConsumer;
import org.bytedeco.javacpp.FloatPointer;
import org.espalier.api.mask.Mask;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies between c-order float arrays and the heap, in bulk. */
final class Values {
    private Values() {}

    static float[] read(INDArray array) {
        float[] values = new float[Math.toIntExact(array.length())];
        pointer(array).get(values);
        return values;
    }

    static void write(INDArray array, float[] values) {
        pointer(array).put(values, 0, values.length);
    }

    /** Copies {@code from} into {@code to}, which has the same length. */
    static void copy(INDArray from, INDArray to) {
        write(to, read(from));
    }

    /** Sets every element of {@code array} that {@code mask} has dead to zero. */
    static void applyMask(INDArray array, Mask mask) {
        if (mask.alive() == mask.size()) {
            return;
        }
        float[] values = read(array);
        forEachDead(mask, i -> values[(int) i] = 0);
        write(array, values);
    }

    static void forEachDead(Mask mask, LongConsumer action) {
        mask.not().forEachAlive(action);
    }

    /** Returns whether every element is a number of at most this size. */
    static boolean areWithin(INDArray array, double largest) {
        for (float value : read(array)) {
            if (!(Math.abs(value) <= largest)) {
                return false;
            }
        }
        return true;
    }

    private static FloatPointer pointer(INDArray array) {
        var pointer = new FloatPointer(array.data().addressPointer());
        // A view of part of a buffer starts at its offset; the buffer's own pointer may not.
        return pointer.capacity(pointer.position() + array.length());
    }
}
