package org.espalier.engine.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.espalier.engine.kernel.NormalizationKernel;
import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.memory.Layout;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.espalier.engine.kernel.onednn.OneDnnOperation.Argument;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalization by oneDNN, in whatever layout its input comes. */
public final class OneDnnNormalization implements NormalizationKernel {
    /** Channels of a block. */
    private static final int BLOCK = 16;

    private final int threads;
    private final NormalizationKernel others;

    /** Takes what normalizes otherwise. */
    public OneDnnNormalization(int threads, NormalizationKernel others) {
        this.threads = threads;
        this.others = others;
    }

    @Override
    public void batch(
            Rule rule,
            Value input,
            INDArray scale,
            INDArray shift,
            INDArray mean,
            INDArray variance,
            Value output,
            Workspace workspace) {
        synchronized (OneDnn.LOCK) {
            OneDnn.use(threads);
            Prepared prepared = prepared(rule, input, workspace);
            long from = input.address(prepared.layout);
            prepared.forward.run(
                    from,
                    output.overwrite(prepared.layout),
                    Floats.address(mean),
                    Floats.address(variance),
                    Floats.address(scale),
                    Floats.address(shift));
        }
    }

    @Override
    public void batchBackward(
            Rule rule,
            Value input,
            Value outputGradient,
            INDArray scale,
            INDArray mean,
            INDArray variance,
            Value inputGradient,
            INDArray scaleGradient,
            INDArray shiftGradient,
            Workspace workspace) {
        synchronized (OneDnn.LOCK) {
            OneDnn.use(threads);
            Prepared prepared = prepared(rule, input, workspace);
            long from = input.address(prepared.layout);
            long gradient = outputGradient.address(prepared.layout);
            prepared.backward()
                    .run(
                            from,
                            gradient,
                            inputGradient.overwrite(prepared.layout),
                            Floats.address(mean),
                            Floats.address(variance),
                            Floats.address(scale),
                            Floats.address(scaleGradient),
                            Floats.address(shiftGradient));
        }
    }

    private static Prepared prepared(Rule rule, Value input, Workspace workspace) {
        memory.desc data = data(input);
        // Equal layouts are one object; which one it is must not depend on what the layer did before.
        Key key = new Key(rule, OneDnnLayout.of(data, input.shape()));
        return workspace
                .get(ByKey.class, ByKey::new)
                .prepared
                .computeIfAbsent(key, wanted -> new Prepared(wanted, data, input.shape()));
    }

    /** Describes the layout to work in: the input's, but blocks of channels for plain planes, on which the library is slow. */
    private static memory.desc data(Value input) {
        boolean planes = input.rank() == 4 && input.size(2) * input.size(3) > 1;
        return input.layout() == null && planes && input.size(1) % BLOCK == 0
                ? OneDnn.describe(memory.format_tag.aBcd16b, input.shape())
                : OneDnnLayout.describe(input);
    }

    private record Key(Rule rule, @Nullable Layout layout) {}

    private static final class ByKey {
        private final Map<Key, Prepared> prepared = new HashMap<>();
    }

    /** The operations of one layer for batches of one size. */
    private static final class Prepared {
        private final float epsilon;
        private final int flags;
        private final @Nullable Layout layout;
        private final memory.desc data;
        private final memory.desc channels;
        private final batch_normalization_forward.primitive_desc description;
        private final OneDnnOperation forward;
        private @Nullable OneDnnOperation backward;

        Prepared(Key key, memory.desc data, long[] shape) {
            Rule rule = key.rule();
            epsilon = (float) rule.epsilon();
            layout = key.layout();
            this.data = data;
            channels = OneDnn.plain(shape[1]);
            flags = normalization_flags.use_scale.value
                    | normalization_flags.use_shift.value
                    | (rule.fixed() ? normalization_flags.use_global_stats.value : 0);
            description = new batch_normalization_forward.primitive_desc(
                    OneDnn.ENGINE,
                    prop_kind.forward_training.value,
                    data,
                    data,
                    epsilon,
                    flags,
                    OneDnn.SHARED_SCRATCH,
                    false);
            forward = new OneDnnOperation(
                    description,
                    new Argument(DNNL_ARG_SRC, data),
                    new Argument(DNNL_ARG_DST, data),
                    new Argument(DNNL_ARG_MEAN, channels),
                    new Argument(DNNL_ARG_VARIANCE, channels),
                    new Argument(DNNL_ARG_SCALE, channels),
                    new Argument(DNNL_ARG_SHIFT, channels));
        }

        OneDnnOperation backward() {
            OneDnnOperation present = backward;
            if (present == null) {
                present = makeBackward();
                backward = present;
            }
            return present;
        }

        private OneDnnOperation makeBackward() {
            return new OneDnnOperation(
                    new batch_normalization_backward.primitive_desc(
                            OneDnn.ENGINE,
                            prop_kind.backward.value,
                            data,
                            data,
                            data,
                            epsilon,
                            flags,
                            description,
                            OneDnn.SHARED_SCRATCH,
                            false),
                    new Argument(DNNL_ARG_SRC, data),
                    new Argument(DNNL_ARG_DIFF_DST, data),
                    new Argument(DNNL_ARG_DIFF_SRC, data),
                    new Argument(DNNL_ARG_MEAN, channels),
                    new Argument(DNNL_ARG_VARIANCE, channels),
                    new Argument(DNNL_ARG_SCALE, channels),
                    new Argument(DNNL_ARG_DIFF_SCALE, channels),
                    new Argument(DNNL_ARG_DIFF_SHIFT, channels));
        }
    }

    @Override
    public void layer(double epsilon, Value input, INDArray scale, INDArray shift, Value output) {
        others.layer(epsilon, input, scale, shift, output);
    }

    @Override
    public void layerBackward(
            double epsilon,
            Value input,
            Value outputGradient,
            INDArray scale,
            Value inputGradient,
            INDArray scaleGradient,
            INDArray shiftGradient) {
        others.layerBackward(epsilon, input, outputGradient, scale, inputGradient, scaleGradient, shiftGradient);
    }

    @Override
    public void softmax(Value input, Value output) {
        others.softmax(input, output);
    }

    @Override
    public void softmaxBackward(Value output, Value outputGradient, Value inputGradient) {
        others.softmaxBackward(output, outputGradient, inputGradient);
    }
}
