package org.espalier.engine.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.onednn.OneDnnOperation.Argument;

/**
 * The way back of ReLU, and sums, by oneDNN. Between its convolutions they run on the same threads as those, which still wait for work: threads of
 * our own would have to share the processors with them.
 */
public final class OneDnnElementwise {
    private final int threads;
    private final Map<Long, OneDnnOperation> rectificationsBack = new HashMap<>();
    private final Map<Long, OneDnnOperation> sums = new HashMap<>();

    public OneDnnElementwise(int threads) {
        this.threads = threads;
    }

    /** Writes the gradient at a ReLU's input; {@code inputGradient} may be {@code outputGradient}. */
    public void reluBackward(Floats output, Floats outputGradient, Floats inputGradient) {
        synchronized (OneDnn.LOCK) {
            OneDnn.use(threads);
            rectificationsBack
                    .computeIfAbsent(output.length(), OneDnnElementwise::rectificationBack)
                    .run(output.address(), outputGradient.address(), inputGradient.address());
        }
    }

    /** Adds; {@code sum} may be {@code a}. */
    public void add(Floats a, Floats b, Floats sum) {
        synchronized (OneDnn.LOCK) {
            OneDnn.use(threads);
            sums.computeIfAbsent(a.length(), OneDnnElementwise::sum).run(a.address(), b.address(), sum.address());
        }
    }

    private static eltwise_forward.primitive_desc forward(memory.desc array) {
        return new eltwise_forward.primitive_desc(
                OneDnn.ENGINE,
                prop_kind.forward_training,
                algorithm.eltwise_relu_use_dst_for_bwd,
                array,
                array,
                0f,
                0f,
                OneDnn.SHARED_SCRATCH,
                false);
    }

    private static OneDnnOperation rectificationBack(long length) {
        memory.desc array = OneDnn.plain(length);
        var description = new eltwise_backward.primitive_desc(
                OneDnn.ENGINE,
                algorithm.eltwise_relu_use_dst_for_bwd,
                array,
                array,
                array,
                0f,
                0f,
                forward(array),
                OneDnn.SHARED_SCRATCH,
                false);
        return new OneDnnOperation(
                description,
                new Argument(DNNL_ARG_DST, array),
                new Argument(DNNL_ARG_DIFF_DST, array),
                new Argument(DNNL_ARG_DIFF_SRC, array));
    }

    private static OneDnnOperation sum(long length) {
        memory.desc array = OneDnn.plain(length);
        var description = new binary.primitive_desc(
                OneDnn.ENGINE, algorithm.binary_add, array, array, array, OneDnn.SHARED_SCRATCH, false);
        return new OneDnnOperation(
                description,
                new Argument(DNNL_ARG_SRC_0, array),
                new Argument(DNNL_ARG_SRC_1, array),
                new Argument(DNNL_ARG_DST, array));
    }
}
