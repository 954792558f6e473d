package org.espalier.engine.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.engine.kernel.PoolingKernel;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.memory.Layout;
import org.espalier.engine.kernel.memory.Storage;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.espalier.engine.kernel.onednn.OneDnnOperation.Argument;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Pooling by oneDNN, in whatever layout its input comes. Other windows go elsewhere, and so do maxima of inputs with something
 * that is not a number, which the library would pass over.
 */
public final class OneDnnPooling implements PoolingKernel {
    private final int threads;
    private final PoolingKernel others;

    /** Takes what pools otherwise. */
    public OneDnnPooling(int threads, PoolingKernel others) {
        this.threads = threads;
        this.others = others;
    }

    @Override
    public void max(Window window, Value input, Value output, Workspace workspace) {
        Detour detour = workspace.get(Detour.class, Detour::new);
        detour.taken = elsewhere(window) || Floats.of(input, input.layout()).hasNaN();
        if (detour.taken) {
            others.max(window, input, output, workspace);
            return;
        }
        forward(window, algorithm.pooling_max, input, output, workspace);
    }

    @Override
    public void maxBackward(Window window, Value outputGradient, Value inputGradient, Workspace workspace) {
        if (workspace.get(Detour.class, Detour::new).taken) {
            others.maxBackward(window, outputGradient, inputGradient, workspace);
            return;
        }
        backward(outputGradient, inputGradient, workspace);
    }

    @Override
    public void average(Window window, boolean countPadding, Value input, Value output, Workspace workspace) {
        if (elsewhere(window)) {
            others.average(window, countPadding, input, output, workspace);
            return;
        }
        algorithm mean = countPadding ? algorithm.pooling_avg_include_padding : algorithm.pooling_avg_exclude_padding;
        forward(window, mean, input, output, workspace);
    }

    @Override
    public void averageBackward(
            Window window, boolean countPadding, Value outputGradient, Value inputGradient, Workspace workspace) {
        if (elsewhere(window)) {
            others.averageBackward(window, countPadding, outputGradient, inputGradient, workspace);
            return;
        }
        backward(outputGradient, inputGradient, workspace);
    }

    /** Returns whether it has no fast way, or none at all where padding is as wide as the kernel. */
    private static boolean elsewhere(Window window) {
        Pair kernel = window.kernel();
        return !window.dilation().equals(Pair.of(1))
                || Math.max(window.before().height(), window.after().height()) >= kernel.height()
                || Math.max(window.before().width(), window.after().width()) >= kernel.width();
    }

    private void forward(Window window, algorithm kind, Value input, Value output, Workspace workspace) {
        synchronized (OneDnn.LOCK) {
            OneDnn.use(threads);
            workspace
                    .get(Prepared.class, () -> new Prepared(window, kind, input, output))
                    .forward(input, output);
        }
    }

    private void backward(Value outputGradient, Value inputGradient, Workspace workspace) {
        synchronized (OneDnn.LOCK) {
            OneDnn.use(threads);
            workspace
                    .get(Prepared.class, () -> {
                        throw new IllegalStateException("the way back of a pooling comes after its way forward");
                    })
                    .backward(outputGradient, inputGradient);
        }
    }

    /** Whether the last maxima of a layer were taken elsewhere, so that the way back goes there too. */
    private static final class Detour {
        private boolean taken;
    }

    /** The operations of one layer for batches of one size, and which element each maximum came from. */
    private static final class Prepared {
        private final Window window;
        private final algorithm kind;
        private final @Nullable Layout inputLayout;
        private final @Nullable OneDnnLayout outputLayout;
        private final memory.desc input;
        private final pooling_forward.primitive_desc description;
        private final OneDnnOperation forward;
        private final Storage winners = new Storage(DataType.FLOAT);
        private @Nullable OneDnnOperation backward;

        Prepared(Window window, algorithm kind, Value from, Value to) {
            this.window = window;
            this.kind = kind;
            inputLayout = from.layout();
            input = OneDnnLayout.describe(from);
            description = new pooling_forward.primitive_desc(
                    OneDnn.ENGINE,
                    prop_kind.forward_training,
                    kind,
                    input,
                    OneDnn.any(to.shape()),
                    pair(window.stride()),
                    pair(window.kernel()),
                    new long[] {0, 0},
                    pair(window.before()),
                    pair(window.after()),
                    OneDnn.SHARED_SCRATCH,
                    false);
            outputLayout = OneDnnLayout.of(description.dst_desc(), to.shape());
            winners.require(description.workspace_desc().get_size() / Float.BYTES + 1);
            forward = operation(description, DNNL_ARG_SRC, DNNL_ARG_DST);
        }

        private OneDnnOperation operation(
                org.bytedeco.dnnl.primitive_desc_base described, int inputKind, int outputKind) {
            var first = new Argument(inputKind, input);
            var second = new Argument(outputKind, description.dst_desc());
            return kind == algorithm.pooling_max
                    ? new OneDnnOperation(
                            described, first, second, new Argument(DNNL_ARG_WORKSPACE, description.workspace_desc()))
                    : new OneDnnOperation(described, first, second);
        }

        private static long[] pair(Pair pair) {
            return new long[] {pair.height(), pair.width()};
        }

        void forward(Value from, Value to) {
            long address = from.address(inputLayout);
            run(forward, address, to.overwrite(outputLayout));
        }

        void backward(Value outputGradient, Value inputGradient) {
            OneDnnOperation present = backward;
            if (present == null) {
                present = operation(
                        new pooling_backward.primitive_desc(
                                OneDnn.ENGINE,
                                kind,
                                input,
                                description.dst_desc(),
                                pair(window.stride()),
                                pair(window.kernel()),
                                new long[] {0, 0},
                                pair(window.before()),
                                pair(window.after()),
                                description,
                                OneDnn.SHARED_SCRATCH,
                                false),
                        DNNL_ARG_DIFF_SRC,
                        DNNL_ARG_DIFF_DST);
                backward = present;
            }
            long address = outputGradient.address(outputLayout);
            run(present, inputGradient.overwrite(inputLayout), address);
        }

        private void run(OneDnnOperation operation, long first, long second) {
            if (kind == algorithm.pooling_max) {
                operation.run(first, second, winners.address());
            } else {
                operation.run(first, second);
            }
        }
    }
}
