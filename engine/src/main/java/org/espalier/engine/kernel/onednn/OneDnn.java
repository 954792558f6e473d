package org.espalier.engine.kernel.onednn;

import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.stream;
import org.espalier.engine.kernel.memory.Storage;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all operations of the oneDNN library share. They run on the calling thread and on OpenMP's threads, as many as
 * {@link #use} says, one operation at a time. Objects of the library live as long as their Java wrappers,
 * so that every wrapper is kept by whoever needs it.
 */
public final class OneDnn {
    /** Held by whoever runs an operation. */
    static final Object LOCK = new Object();

    static final engine ENGINE = new engine(engine.kind.cpu, 0);
    static final stream STREAM = new stream(ENGINE);
    /** Asks operations to work in memory that they are given, so that all can share it. */
    static final primitive_attr SHARED_SCRATCH = new primitive_attr();

    private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);
    private static final Storage SCRATCH = new Storage(DataType.FLOAT);

    static {
        SHARED_SCRATCH.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    }

    private OneDnn() {}

    /**
     * Says on how many threads operations are prepared for and run on that the calling thread asks for. OpenMP keeps this for each thread
     * that calls; it takes some 20 ns. ND4J and oneDNN have one OpenMP: the first that loads it loads it for both.
     *
     * @param threads at least 1
     */
    static void use(int threads) {
        OpenMp.NATIVE.setOmpNumThreads(threads);
    }

    /** Returns how many threads operations run on that the calling thread asks for. */
    public static int threads() {
        return OpenMp.NATIVE.ompGetMaxThreads();
    }

    /** Found when it is first needed: ND4J must be there before. */
    private static final class OpenMp {
        static final NativeOps NATIVE;

        static {
            Nd4j.getBackend();
            NATIVE = NativeOpsHolder.getInstance().getDeviceNativeOps();
        }
    }

    /** Returns the library's version, such as {@code 3.8.1}; nothing where it does not load. */
    public static String version() {
        try {
            dnnl_version_t version = dnnl.dnnl_version();
            return version.major() + "." + version.minor() + "." + version.patch();
        } catch (LinkageError e) {
            LOG.warn(
                    "oneDNN does not load here, so that convolutions take two to three times as long: {}",
                    e.toString());
            return "";
        }
    }

    /** Returns the description of an array of floats. */
    static memory.desc describe(memory.format_tag tag, long... shape) {
        return new memory.desc(shape, memory.data_type.f32, tag);
    }

    /** Returns the description of an array in plain c order. */
    static memory.desc plain(long... shape) {
        return describe(
                switch (shape.length) {
                    case 1 -> memory.format_tag.a;
                    case 2 -> memory.format_tag.ab;
                    case 3 -> memory.format_tag.abc;
                    case 4 -> memory.format_tag.abcd;
                    case 5 -> memory.format_tag.abcde;
                    default -> throw new IllegalArgumentException("arrays of " + shape.length + " axes are not known");
                },
                shape);
    }

    /** Returns the description of an array whose layout the library is to choose. */
    static memory.desc any(long... shape) {
        return describe(memory.format_tag.any, shape);
    }

    /** Returns whether the library has only its plain reference loops for an operation. */
    static boolean isSlow(primitive_desc_base description) {
        return description.impl_info_str().getString().startsWith("ref");
    }

    /** Returns memory for one operation to work in. */
    static long scratch(long bytes) {
        SCRATCH.require((bytes + Float.BYTES - 1) / Float.BYTES);
        return SCRATCH.address();
    }
}
