package org.espalier.plugins.regrowth;

import org.espalier.api.model.ParamInfo;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays as plain floats in c order, there and back. */
final class Flat {
    private Flat() {}

    /** Returns a copy of an array's elements. */
    static float[] copy(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    /** Returns elements as an array of a parameter's shape. */
    static INDArray array(float[] elements, ParamInfo info) {
        return Nd4j.createFromArray(elements).reshape('c', info.shapeArray());
    }
}
