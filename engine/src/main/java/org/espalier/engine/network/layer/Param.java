package org.espalier.engine.network.layer;

import java.util.Optional;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.SparseArray;
import org.espalier.engine.kernel.SparseKernel;
import org.espalier.engine.kernel.SparsityPattern;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One parameter of the network with its memory. */
public final class Param {
    private final ParamInfo info;
    private final INDArray weight;
    private final INDArray gradient;
    private @Nullable Mask mask;
    private @Nullable SparseParam sparse;

    /** Makes a parameter of what is in these arrays. */
    public Param(ParamInfo info, INDArray weight, INDArray gradient) {
        this.info = info;
        this.weight = weight;
        this.gradient = gradient;
    }

    public ParamInfo info() {
        return info;
    }

    /** Returns the weights, which may be changed. */
    public INDArray weight() {
        return sparse == null ? weight : sparse.weight().full();
    }

    /** Returns the gradient, which may be changed. */
    public INDArray gradient() {
        return sparse == null ? gradient : sparse.gradient().full();
    }

    /** Returns the gradient, to be written in full. */
    INDArray overwriteGradient() {
        return sparse == null ? gradient : sparse.gradient().overwriteFull();
    }

    /** Returns the elements that are alive, where running by them alone may pay; null otherwise. */
    @Nullable
    public SparseParam sparse() {
        return sparse;
    }

    /**
     * Takes a mask that holds from now on.
     *
     * @param next null for none
     * @param kernel runs by living elements; empty when running by all is faster
     */
    public void restrict(@Nullable Mask next, Optional<SparseKernel> kernel) {
        weight();
        gradient();
        mask = next;
        sparse = null;
        if (next != null && kernel.isPresent()) {
            SparsityPattern pattern = SparsityPattern.of(next);
            sparse = new SparseParam(
                    new SparseArray(pattern, kernel.get(), weight), new SparseArray(pattern, kernel.get(), gradient));
            overwriteGradient();
        }
    }

    /** Returns the mask that was taken last; null for none. */
    @Nullable
    public Mask mask() {
        return mask;
    }
}
