package org.espalier.engine.kernel.memory;

import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads arrays into Java's own, element by element in c order, and writes them back. */
public final class Values {
    private Values() {}

    /** Returns a copy of all elements. */
    public static double[] read(INDArray array) {
        int length = Math.toIntExact(array.length());
        double[] values = new double[length];
        if (array.dataType() == DataType.DOUBLE) {
            doubles(array).get(values);
            return values;
        }
        float[] floats = new float[length];
        Floats.of(array).pointer().get(floats);
        for (int i = 0; i < length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    /** Overwrites all elements. */
    public static void write(double[] values, INDArray array) {
        if (array.dataType() == DataType.DOUBLE) {
            doubles(array).put(values);
            return;
        }
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        Floats.of(array).pointer().put(floats);
    }

    /**
     * Returns the labels.
     *
     * @throws IllegalArgumentException when one is not in [0, classes)
     */
    public static int[] labels(INDArray labels, int classes) {
        int[] values = labels.toIntVector();
        for (int label : values) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException(
                        "a label is " + label + ", but the network's output has " + classes + " classes from 0");
            }
        }
        return values;
    }

    private static DoublePointer doubles(INDArray array) {
        Floats.requireContiguous(array);
        return new Doubles(Floats.address(array), array.length());
    }

    /** Memory that somebody else owns. */
    private static final class Doubles extends DoublePointer {
        Doubles(long address, long length) {
            super((org.bytedeco.javacpp.Pointer) null);
            this.address = address;
            this.limit = length;
            this.capacity = length;
        }
    }
}
