package org.espalier.engine.network.graph;

import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.memory.Floats;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Takes in arrays of any layout and type. */
public final class Inputs {
    private Inputs() {}

    /** Copies elements into memory of the network's own. */
    public static void copy(INDArray from, INDArray into, Kernel kernel) {
        if (from.dataType() != into.dataType()) {
            copy(from.castTo(into.dataType()), into, kernel);
            return;
        }
        // Copies of anything but contiguous memory allocate; batches are contiguous.
        kernel.copy(Floats.isContiguous(from) ? from : from.dup('c'), into);
    }
}
