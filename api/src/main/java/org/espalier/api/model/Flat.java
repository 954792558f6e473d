package org.espalier.api.model;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;
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
        if (array.isEmpty()) {
            return new float[0];
        }
        if (array.dataType() != DataType.FLOAT) {
            return array.dup('c').data().asFloat();
        }
        INDArray whole = isWhole(array) ? array : array.dup('c');
        float[] elements = new float[Math.toIntExact(array.length())];
        whole.data().asNioFloat().get(elements);
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

    /**
     * Overwrites the elements of a float array.
     *
     * @throws IllegalArgumentException when there are more or fewer of them
     */
    public static void write(INDArray array, float[] elements) {
        if (elements.length != array.length()) {
            throw new IllegalArgumentException(
                    elements.length + " elements are not the " + array.length() + " of the array");
        }
        if (array.isEmpty()) {
            return;
        }
        if (isWhole(array)) {
            array.data().asNioFloat().put(elements, 0, Math.toIntExact(array.length()));
        } else {
            array.assign(array(elements, array.shape()));
        }
    }

    /** Returns whether an array's buffer is its elements in c order, and nothing else. */
    private static boolean isWhole(INDArray array) {
        return array.ordering() == 'c' && !array.isView();
    }
}
