package org.espalier.api.model;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays as plain floats in c order, there and back: copies in bulk, where ND4J's own go through a call for each element.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class Flat {
    private Flat() {}

    /** Returns a copy of an array's elements. */
    public static float[] copy(INDArray array) {
        if (array.dataType() != DataType.FLOAT || array.isEmpty()) {
            return array.dup('c').data().asFloat();
        }
        float[] elements = new float[Math.toIntExact(array.length())];
        pointer(contiguous(array)).get(elements);
        return elements;
    }

    /** Returns a new float array of these elements. */
    public static INDArray array(float[] elements, long... shape) {
        INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
        write(array, elements);
        return array;
    }

    /** Returns a new float array of a parameter's shape. */
    public static INDArray array(float[] elements, ParamInfo info) {
        return array(elements, info.shapeArray());
    }

    /** Overwrites the elements of a float array that is contiguous in c order. */
    public static void write(INDArray array, float[] elements) {
        pointer(array).put(elements, 0, Math.toIntExact(array.length()));
    }

    private static INDArray contiguous(INDArray array) {
        return array.ordering() == 'c' && !array.isView() ? array : array.dup('c');
    }

    private static FloatPointer pointer(INDArray array) {
        var pointer = new FloatPointer(array.data().addressPointer());
        return pointer.capacity(pointer.position() + array.length());
    }
}
