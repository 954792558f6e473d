package org.espalier.engine.run;

import java.util.function.LongConsumer;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.Flat;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies between c-order float arrays and the heap, in bulk. */
final class Values {
    private Values() {}

    /** Copies {@code from} into {@code to}, which has the same length. */
    static void copy(INDArray from, INDArray to) {
        Flat.write(to, Flat.copy(from));
    }

    /** Sets every element of {@code array} that {@code mask} has dead to zero. */
    static void applyMask(INDArray array, Mask mask) {
        if (mask.alive() == mask.size()) {
            return;
        }
        float[] values = Flat.copy(array);
        forEachDead(mask, i -> values[(int) i] = 0);
        Flat.write(array, values);
    }

    /** Makes a change of {@code array} that counts only where {@code mask} is alive. */
    static void keepingDead(INDArray array, Mask mask, Runnable change) {
        if (mask.alive() == mask.size()) {
            change.run();
            return;
        }
        float[] before = Flat.copy(array);
        change.run();
        float[] after = Flat.copy(array);
        forEachDead(mask, i -> after[(int) i] = before[(int) i]);
        Flat.write(array, after);
    }

    static void forEachDead(Mask mask, LongConsumer action) {
        mask.not().forEachAlive(action);
    }

    /** Returns the largest absolute value; not a number when one of them is none. */
    static double largest(INDArray array) {
        double largest = 0;
        for (float value : Flat.copy(array)) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** Returns whether every element is a number of at most this size. */
    static boolean areWithin(INDArray array, double largest) {
        for (float value : Flat.copy(array)) {
            if (!(Math.abs(value) <= largest)) {
                return false;
            }
        }
        return true;
    }
}
