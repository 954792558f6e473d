package org.espalier.engine.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one door to arithmetic: decides once which kernel this machine computes with, and can say why. */
public final class Kernels {
    private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
    private static final Kernel REFERENCE = new ReferenceKernel();

    private Kernels() {}

    /**
     * Returns the fastest kernel for arrays of a type; the same one on every call.
     *
     * @throws IllegalArgumentException when there is none for the type
     */
    public static Kernel of(DataType type) {
        if (type == DataType.FLOAT) {
            return Chosen.KERNEL;
        }
        if (type == DataType.DOUBLE) {
            return REFERENCE;
        }
        throw new IllegalArgumentException("there are kernels for FLOAT and DOUBLE but not for " + type);
    }

    /** Returns the kernel of plain loops, for float and double: slow, and what others are compared with. */
    public static Kernel reference() {
        return REFERENCE;
    }

    /**
     * Returns a fast kernel for floats with its own threads.
     *
     * @param threads how many work at once, at least 1; results differ in the last bits between numbers of threads
     */
    public static Kernel fast(int threads) {
        return new FastKernel(threads);
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

    /** Returns which kernel computes with floats here, and why: one sentence. */
    public static String why() {
        return Chosen.WHY;
    }

    /** Chosen when it is first asked for, so that commands that compute nothing load no native library. */
    private static final class Chosen {
        static final Kernel KERNEL;
        static final String WHY;

        static {
            Kernel kernel;
            String why;
            int threads = Runtime.getRuntime().availableProcessors();
            try {
                kernel = new FastKernel(threads);
                why = "Computing with " + kernel.name()
                        + ": OpenBLAS loads here, and there is one thread for each processor.";
            } catch (LinkageError e) {
                kernel = REFERENCE;
                why = "Computing with plain loops, which is slow: OpenBLAS does not load here (" + e.getMessage()
                        + ").";
            }
            KERNEL = kernel;
            WHY = why;
            LOG.info(why);
        }
    }
}
