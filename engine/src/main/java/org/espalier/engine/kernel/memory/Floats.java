package org.espalier.engine.kernel.memory;

import static org.bytedeco.openblas.global.openblas.cblas_sasum;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The memory of a float array, to hand to native code and to copy from and to.
 *
 * <p>Loops over memory outside of the heap are not vectorized by the JIT compiler of JDK 17, those over Java arrays are, and
 * copying a block that stays in the first-level cache is cheap: measured on 235,200 elements, ReLU takes 370 µs on a
 * direct buffer and 60 µs block by block over a Java array, Adam 590 µs and 350 µs (the Vector API: 230 µs). So
 * loops here get blocks, work on them and put them back.
 */
public final class Floats {
    /** The most elements that a block should have: four of them fit into 32 KiB. */
    public static final int BLOCK = 2048;

    private final long address;
    private final long length;
    // Keeps the memory from being freed while it is in use here.
    private final Object owner;
    private final FloatBuffer buffer;

    private Floats(long address, long length, Object owner) {
        this.address = address;
        this.length = length;
        this.owner = owner;
        this.buffer = pointer().asBuffer();
    }

    /**
     * Returns the memory of an array.
     *
     * @throws IllegalArgumentException when it is not of type float, contiguous and in c order
     */
    public static Floats of(INDArray array) {
        if (array.dataType() != DataType.FLOAT) {
            throw new IllegalArgumentException("this kernel works on FLOAT but the array is " + array.dataType());
        }
        requireContiguous(array);
        return new Floats(address(array), array.length(), array);
    }

    /** Returns memory that {@code owner} keeps. */
    public static Floats at(long address, long length, Object owner) {
        return new Floats(address, length, owner);
    }

    /** Returns the same memory from an element on. */
    public Floats from(long start) {
        return new Floats(address + Float.BYTES * start, length - start, owner);
    }

    /** Returns whether some element is not a number. As fast as memory can be read. */
    public boolean hasNaN() {
        // A sum of absolute values is not a number only if one of them is not.
        return Float.isNaN(cblas_sasum(Math.toIntExact(length), pointer(), 1));
    }

    /** Returns where the first element lies. */
    public long address() {
        return address;
    }

    /** Returns the content of a value in a layout; null for plain c order. */
    public static Floats of(Value value, @Nullable Layout layout) {
        return new Floats(value.address(layout), elements(value, layout), value);
    }

    /** Returns memory to write a value's content to in a layout; null for plain c order. */
    public static Floats overwrite(Value value, @Nullable Layout layout) {
        return new Floats(value.overwrite(layout), elements(value, layout), value);
    }

    private static long elements(Value value, @Nullable Layout layout) {
        return layout == null ? value.length() : layout.elements();
    }

    /** Returns new memory, freed when nobody refers to it any more. */
    public static Floats allocate(long length) {
        FloatPointer pointer = new FloatPointer(length);
        return new Floats(pointer.address(), length, pointer);
    }

    public long length() {
        return length;
    }

    /** Returns a pointer to the first element. */
    public FloatPointer pointer() {
        return pointer(0);
    }

    /** Returns a pointer to an element. */
    public FloatPointer pointer(long from) {
        return new View(address + Float.BYTES * from, length - from);
    }

    /** Returns one element. */
    public float get(int index) {
        return buffer.get(index);
    }

    /** Sets one element. */
    public void put(int index, float value) {
        buffer.put(index, value);
    }

    /** Copies {@code count} elements from {@code from} on to the start of {@code into}. */
    public void get(int from, float[] into, int count) {
        buffer.get(from, into, 0, count);
    }

    /** Copies {@code count} elements from {@code from} on into an array from {@code at} on. */
    public void get(int from, float[] into, int at, int count) {
        buffer.get(from, into, at, count);
    }

    /** Copies {@code count} elements of an array from {@code at} on to {@code to} and what follows. */
    public void put(int to, float[] source, int at, int count) {
        buffer.put(to, source, at, count);
    }

    /** Copies the first {@code count} elements of {@code source} to {@code to} and what follows. */
    public void put(int to, float[] source, int count) {
        buffer.put(to, source, 0, count);
    }

    /** Copies elements to other memory. */
    public void copyTo(Floats other, int from, int count) {
        other.buffer.put(from, buffer, from, count);
    }

    /** Copies {@code count} elements from {@code from} on to {@code to} and what follows in other memory. */
    public void copyTo(Floats other, int from, int to, int count) {
        other.buffer.put(to, buffer, from, count);
    }

    /** Returns where the first element lies; the address of a view's buffer is that of the array it looks at. */
    public static long address(INDArray array) {
        return array.data().address() + array.offset() * array.data().getElementSize();
    }

    static void requireContiguous(INDArray array) {
        if (!isContiguous(array)) {
            throw new IllegalArgumentException("kernels work on contiguous arrays in c order, but one has shape "
                    + Arrays.toString(array.shape()) + " and strides " + Arrays.toString(array.stride()));
        }
    }

    @Override
    public String toString() {
        return "Floats[" + length + " of " + owner.getClass().getSimpleName() + "]";
    }

    /** Memory that somebody else owns. */
    private static final class View extends FloatPointer {
        View(long address, long length) {
            super((Pointer) null);
            this.address = address;
            this.limit = length;
            this.capacity = length;
        }
    }

    /** Returns whether an array is contiguous and in c order, which kernels insist on. */
    public static boolean isContiguous(INDArray array) {
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
