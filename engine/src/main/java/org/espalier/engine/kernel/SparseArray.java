package org.espalier.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array that is zero but for the elements of a {@link SparsityPattern}, in two forms: in full, and as those elements side by side.
 * Whoever asks for one form may change it, so the other is brought up to date when it is asked for next, and not before.
 */
public final class SparseArray {
    private final SparsityPattern pattern;
    private final SparseKernel kernel;
    private final INDArray full;
    private final INDArray elements;
    private boolean fullIsNewer = true;
    private boolean restIsZero = true;

    /**
     * Makes both forms of an array.
     *
     * @param full the array, zero elsewhere; not copied
     */
    public SparseArray(SparsityPattern pattern, SparseKernel kernel, INDArray full) {
        this.pattern = pattern;
        this.kernel = kernel;
        this.full = full;
        elements = Nd4j.create(full.dataType(), pattern.count());
    }

    /** Returns which elements there are. */
    public SparsityPattern pattern() {
        return pattern;
    }

    /** Returns the array in full. */
    public INDArray full() {
        if (!fullIsNewer) {
            if (!restIsZero) {
                full.assign(0);
                restIsZero = true;
            }
            kernel.scatter(pattern, elements, full);
            fullIsNewer = true;
        }
        return full;
    }

    /** Returns the elements, {@code [count]}. */
    public INDArray elements() {
        if (fullIsNewer) {
            kernel.gather(pattern, full, elements);
        }
        return overwriteElements();
    }

    /** Returns the elements to be written, all of them. */
    public INDArray overwriteElements() {
        fullIsNewer = false;
        return elements;
    }

    /** Returns the array to be written in full, also elsewhere: what is there is lost with the next elements. */
    public INDArray overwriteFull() {
        fullIsNewer = true;
        restIsZero = false;
        return full;
    }
}
