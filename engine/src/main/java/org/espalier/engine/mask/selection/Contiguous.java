package org.espalier.engine.mask.selection;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Tells arrays that lie in memory in c order, without gaps, from those that do not. */
public final class Contiguous {
    private Contiguous() {}

    /** Returns the array itself, or a copy where its elements do not follow each other in c order. */
    public static INDArray inOrder(INDArray array) {
        return isInOrder(array) ? array : array.dup('c');
    }

    private static boolean isInOrder(INDArray array) {
        long expected = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) != 1 && array.stride(axis) != expected) {
                return false;
            }
            expected *= array.size(axis);
        }
        return true;
    }
}
