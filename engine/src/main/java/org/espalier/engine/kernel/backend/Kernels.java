package org.espalier.engine.kernel.backend;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.reference.ReferenceKernel;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one door to arithmetic: decides which kernel this machine computes with, and can say why. */
public final class Kernels {
    private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
    private static final Kernel REFERENCE = new ReferenceKernel();

    private static final Map<Integer, Chosen> CHOSEN = new ConcurrentHashMap<>();

    private static volatile int threads;

    private Kernels() {}

    /**
     * Returns the fastest kernel for arrays of a type and the present number of threads; the same one on every call.
     *
     * @throws IllegalArgumentException when there is none for the type
     */
    public static Kernel of(DataType type) {
        if (type == DataType.FLOAT) {
            return chosen().kernel();
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

    /** Returns which kernel computes with floats here, and why: one sentence. */
    public static String why() {
        return chosen().why();
    }

    /**
     * Says with how many threads kernels compute that are asked for from now on: own workers, OpenBLAS and oneDNN alike. Kernels that
     * were given out before keep theirs. The same number gives the same results, bit for bit; another may differ in the last bits.
     *
     * @param count how many work at once; 0 for one for each processor
     * @throws IllegalArgumentException when it is negative
     */
    public static void useThreads(int count) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "there must be at least 1 thread, or 0 for one for each processor, but there are " + count);
        }
        threads = count;
    }

    /** Returns with how many threads kernels compute that are asked for now. */
    public static int threads() {
        int count = threads;
        return count == 0 ? Runtime.getRuntime().availableProcessors() : count;
    }

    /** Returns what the last bits of results follow from on this machine, beside the number of threads: one line. */
    public static String processor() {
        return Processor.describe();
    }

    private static Chosen chosen() {
        return CHOSEN.computeIfAbsent(threads(), Chosen::of);
    }

    /** Chosen when it is first asked for, so that commands that compute nothing load no native library. */
    private record Chosen(Kernel kernel, String why) {
        static Chosen of(int threads) {
            Chosen chosen = choose(threads);
            if (chosen.kernel == REFERENCE) {
                LOG.warn(chosen.why);
            } else {
                LOG.info(
                        "Computing in {} {}, on {} processors.",
                        threads,
                        threads == 1 ? "thread" : "threads",
                        Runtime.getRuntime().availableProcessors());
            }
            return chosen;
        }

        private static Chosen choose(int threads) {
            try {
                Kernel kernel = new FastKernel(threads);
                return new Chosen(
                        kernel,
                        "Computing with " + kernel.name() + ": OpenBLAS loads here, on "
                                + Runtime.getRuntime().availableProcessors() + " processors.");
            } catch (LinkageError e) {
                return new Chosen(
                        REFERENCE,
                        "Computing without fast native code, which is slow: OpenBLAS does not load here ("
                                + e.getMessage() + ").");
            }
        }
    }
}
