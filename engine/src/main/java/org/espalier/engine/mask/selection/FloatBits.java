package org.espalier.engine.mask.selection;

import static java.util.Objects.requireNonNull;

import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads a float array in c order, run by run, as the integers that its elements' bits are. It copies straight from the
 * array's memory outside of the heap: element access through the array costs a hundred times as much. Several threads may
 * read at once.
 */
public final class FloatBits {
    /** Elements that one view covers: a view of bytes holds fewer than 2^31 of them. */
    private static final int PAGE_BITS = 28;

    private static final int PAGE = 1 << PAGE_BITS;

    private final INDArray array;
    private final IntBuffer[] pages;
    private final long length;

    private FloatBits(INDArray array) {
        this.array = array;
        this.length = array.length();
        this.pages = new IntBuffer[Math.toIntExact((length + PAGE - 1) >>> PAGE_BITS)];
        Pointer start = array.data().addressPointer();
        for (int page = 0; page < pages.length; page++) {
            long from = (long) page << PAGE_BITS;
            try (FloatPointer view = new FloatPointer(start)) {
                view.position(from).limit(Math.min(length, from + PAGE));
                pages[page] = view.asByteBuffer().order(ByteOrder.nativeOrder()).asIntBuffer();
            }
        }
    }

    /**
     * Opens an array of floats; one that does not lie in c order without gaps is copied first.
     *
     * @throws IllegalArgumentException when it holds anything but floats
     */
    public static FloatBits of(INDArray array) {
        requireNonNull(array, "array is null");
        if (array.dataType() != DataType.FLOAT) {
            throw new IllegalArgumentException("needs an array of floats but got one of " + array.dataType());
        }
        return new FloatBits(Contiguous.inOrder(array));
    }

    /** Returns the number of elements. */
    public long length() {
        return length;
    }

    /** Returns the bits of one element. */
    public int bits(long index) {
        try {
            return pages[(int) (index >>> PAGE_BITS)].get((int) (index & (PAGE - 1)));
        } finally {
            Reference.reachabilityFence(array);
        }
    }

    /** Copies the bits of {@code count} elements from {@code from} on to the start of {@code into}. */
    public void read(long from, int[] into, int count) {
        try {
            int at = 0;
            while (at < count) {
                long position = from + at;
                int offset = (int) (position & (PAGE - 1));
                int run = Math.min(count - at, PAGE - offset);
                pages[(int) (position >>> PAGE_BITS)].get(offset, into, at, run);
                at += run;
            }
        } finally {
            // The views do not keep the memory alive, the array does.
            Reference.reachabilityFence(array);
        }
    }
}
