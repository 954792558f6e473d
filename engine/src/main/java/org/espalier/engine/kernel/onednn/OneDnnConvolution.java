package org.espalier.engine.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.engine.kernel.ConvolutionKernel;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.memory.Storage;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.espalier.engine.kernel.onednn.OneDnnOperation.Argument;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolution by oneDNN, which chooses layouts and algorithm for the shapes at hand. The way back takes the layouts of the way
 * forward, unless the library has only a plain loop for them. Weights are brought into its layout on each
 * call, since whoever trains them writes them in place; that is little beside the convolution.
 */
public final class OneDnnConvolution implements ConvolutionKernel {
    private final int threads;

    public OneDnnConvolution(int threads) {
        this.threads = threads;
    }

    @Override
    public void forward(
            Window window, Value input, INDArray weight, @Nullable INDArray bias, Value output, Workspace workspace) {
        synchronized (OneDnn.LOCK) {
            OneDnn.use(threads);
            Prepared prepared = prepared(window, input.shape(), weight, bias != null, output.shape(), workspace);
            prepared.forward.run(input, weight, bias, output);
        }
    }

    @Override
    public void backwardData(
            Window window, Value outputGradient, INDArray weight, Value inputGradient, Workspace workspace) {
        synchronized (OneDnn.LOCK) {
            OneDnn.use(threads);
            Prepared prepared =
                    prepared(window, inputGradient.shape(), weight, false, outputGradient.shape(), workspace);
            prepared.backwardData().run(outputGradient, weight, inputGradient);
        }
    }

    @Override
    public void backwardWeight(
            Window window,
            Value input,
            Value outputGradient,
            INDArray weightGradient,
            @Nullable INDArray biasGradient,
            Workspace workspace) {
        synchronized (OneDnn.LOCK) {
            OneDnn.use(threads);
            Prepared prepared = prepared(
                    window, input.shape(), weightGradient, biasGradient != null, outputGradient.shape(), workspace);
            prepared.backwardWeight().run(input, outputGradient, weightGradient, biasGradient);
        }
    }

    private static Prepared prepared(
            Window window, long[] input, INDArray weight, boolean bias, long[] output, Workspace workspace) {
        return workspace.get(
                Prepared.class, () -> new Prepared(new Shapes(window, input, weight.shape(), bias, output)));
    }

    /** The shapes of one convolution in oneDNN's terms. */
    private static final class Shapes {
        final long[] input;
        final long[] weight;
        final MergedGroups merged;
        final long[] output;
        final long[] stride;
        final long[] dilation;
        final long[] before;
        final long[] after;
        final boolean bias;

        Shapes(Window window, long[] input, long[] weight, boolean bias, long[] output) {
            this.input = input;
            this.output = output;
            this.bias = bias;
            int given = (int) (window.channels() / weight[1]);
            merged = MergedGroups.of(given, weight);
            long groups = given / merged.count();
            long channels = weight[1] * merged.count();
            this.weight = groups == 1
                    ? new long[] {weight[0], channels, weight[2], weight[3]}
                    : new long[] {groups, weight[0] / groups, channels, weight[2], weight[3]};
            stride = pair(window.stride(), 0);
            dilation = pair(window.dilation(), -1);
            before = pair(window.before(), 0);
            after = pair(window.after(), 0);
        }

        private static long[] pair(Pair pair, long shift) {
            return new long[] {pair.height() + shift, pair.width() + shift};
        }

        memory.desc bias() {
            return bias ? OneDnn.plain(output[1]) : new memory.desc();
        }
    }

    /** The operations of one layer for batches of one size. */
    private static final class Prepared {
        private final Shapes shapes;
        private final Forward forward;
        private @Nullable BackwardData backwardData;
        private @Nullable BackwardWeight backwardWeight;

        Prepared(Shapes shapes) {
            this.shapes = shapes;
            forward = new Forward(shapes);
        }

        BackwardData backwardData() {
            BackwardData present = backwardData;
            if (present == null) {
                present = new BackwardData(shapes, forward);
                backwardData = present;
            }
            return present;
        }

        BackwardWeight backwardWeight() {
            BackwardWeight present = backwardWeight;
            if (present == null) {
                present = new BackwardWeight(shapes, forward);
                backwardWeight = present;
            }
            return present;
        }
    }

    private static final class Forward {
        private final convolution_forward.primitive_desc description;
        private final @Nullable OneDnnLayout input;
        private final @Nullable OneDnnLayout output;
        private final Packed weight;
        private final OneDnnOperation operation;
        private final boolean bias;

        Forward(Shapes shapes) {
            bias = shapes.bias;
            description = new convolution_forward.primitive_desc(
                    OneDnn.ENGINE,
                    prop_kind.forward_training,
                    algorithm.convolution_direct,
                    OneDnn.any(shapes.input),
                    OneDnn.any(shapes.weight),
                    shapes.bias(),
                    OneDnn.any(shapes.output),
                    shapes.stride,
                    shapes.dilation,
                    shapes.before,
                    shapes.after,
                    OneDnn.SHARED_SCRATCH,
                    false);
            input = OneDnnLayout.of(description.src_desc(), shapes.input);
            output = OneDnnLayout.of(description.dst_desc(), shapes.output);
            weight = new Packed(description.weights_desc(), shapes);
            List<Argument> arguments = new ArrayList<>(List.of(
                    new Argument(DNNL_ARG_SRC, description.src_desc()),
                    new Argument(DNNL_ARG_WEIGHTS, description.weights_desc()),
                    new Argument(DNNL_ARG_DST, description.dst_desc())));
            if (bias) {
                arguments.add(new Argument(DNNL_ARG_BIAS, shapes.bias()));
            }
            operation = new OneDnnOperation(description, arguments.toArray(Argument[]::new));
        }

        /** Returns the layout that the input has when the way back reads or writes it. */
        memory.desc describeInput() {
            return description.src_desc();
        }

        memory.desc describeOutput() {
            return description.dst_desc();
        }

        void run(Value x, INDArray w, @Nullable INDArray b, Value y) {
            if (bias != (b != null)) {
                throw new IllegalStateException("one workspace was used for layers with and without bias");
            }
            long from = x.address(input);
            long packed = weight.pack(w);
            if (b == null) {
                operation.run(from, packed, y.overwrite(output));
            } else {
                operation.run(from, packed, y.overwrite(output), Floats.address(b));
            }
        }
    }

    private static final class BackwardData {
        private final @Nullable OneDnnLayout input;
        private final @Nullable OneDnnLayout output;
        private final Packed weight;
        private final OneDnnOperation operation;

        BackwardData(Shapes shapes, Forward forward) {
            var free = describe(shapes, forward, OneDnn.any(shapes.input), OneDnn.any(shapes.output));
            var alike = describe(shapes, forward, forward.describeInput(), forward.describeOutput());
            var description = OneDnn.isSlow(alike) ? free : alike;
            input = OneDnnLayout.of(description.diff_src_desc(), shapes.input);
            output = OneDnnLayout.of(description.diff_dst_desc(), shapes.output);
            weight = new Packed(description.weights_desc(), shapes);
            operation = new OneDnnOperation(
                    description,
                    new Argument(DNNL_ARG_DIFF_DST, description.diff_dst_desc()),
                    new Argument(DNNL_ARG_WEIGHTS, description.weights_desc()),
                    new Argument(DNNL_ARG_DIFF_SRC, description.diff_src_desc()));
        }

        private static convolution_backward_data.primitive_desc describe(
                Shapes shapes, Forward forward, memory.desc input, memory.desc output) {
            return new convolution_backward_data.primitive_desc(
                    OneDnn.ENGINE,
                    algorithm.convolution_direct,
                    input,
                    OneDnn.any(shapes.weight),
                    output,
                    shapes.stride,
                    shapes.dilation,
                    shapes.before,
                    shapes.after,
                    forward.description,
                    OneDnn.SHARED_SCRATCH,
                    false);
        }

        void run(Value dy, INDArray w, Value dx) {
            long from = dy.address(output);
            operation.run(from, weight.pack(w), dx.overwrite(input));
        }
    }

    private static final class BackwardWeight {
        private final @Nullable OneDnnLayout input;
        private final @Nullable OneDnnLayout output;
        private final Packed weight;
        private final OneDnnOperation operation;
        private final boolean bias;

        BackwardWeight(Shapes shapes, Forward forward) {
            bias = shapes.bias;
            var free = describe(shapes, forward, OneDnn.any(shapes.input), OneDnn.any(shapes.output));
            var alike = describe(shapes, forward, forward.describeInput(), forward.describeOutput());
            var description = OneDnn.isSlow(alike) ? free : alike;
            input = OneDnnLayout.of(description.src_desc(), shapes.input);
            output = OneDnnLayout.of(description.diff_dst_desc(), shapes.output);
            weight = new Packed(description.diff_weights_desc(), shapes);
            List<Argument> arguments = new ArrayList<>(List.of(
                    new Argument(DNNL_ARG_SRC, description.src_desc()),
                    new Argument(DNNL_ARG_DIFF_DST, description.diff_dst_desc()),
                    new Argument(DNNL_ARG_DIFF_WEIGHTS, description.diff_weights_desc())));
            if (bias) {
                arguments.add(new Argument(DNNL_ARG_DIFF_BIAS, shapes.bias()));
            }
            operation = new OneDnnOperation(description, arguments.toArray(Argument[]::new));
        }

        private static convolution_backward_weights.primitive_desc describe(
                Shapes shapes, Forward forward, memory.desc input, memory.desc output) {
            return new convolution_backward_weights.primitive_desc(
                    OneDnn.ENGINE,
                    algorithm.convolution_direct,
                    input,
                    OneDnn.any(shapes.weight),
                    shapes.bias(),
                    output,
                    shapes.stride,
                    shapes.dilation,
                    shapes.before,
                    shapes.after,
                    forward.description,
                    OneDnn.SHARED_SCRATCH,
                    false);
        }

        void run(Value x, Value dy, INDArray dw, @Nullable INDArray db) {
            long from = x.address(input);
            long gradient = dy.address(output);
            if (bias != (db != null)) {
                throw new IllegalStateException("one workspace was used for layers with and without bias");
            }
            if (db == null) {
                operation.run(from, gradient, weight.room(dw));
            } else {
                operation.run(from, gradient, weight.room(dw), Floats.address(db));
            }
            weight.unpack(dw);
        }
    }

    /**
     * Weights in oneDNN's layout, with groups merged; where that changes nothing they are used as they are. They are packed right before they
     * are used, in memory that all layers share.
     */
    private static final class Packed {
        private static final Storage SHARED = new Storage(DataType.FLOAT);
        private static final Storage SPREAD = new Storage(DataType.FLOAT);

        private final @Nullable OneDnnLayout layout;
        private final MergedGroups merged;

        Packed(memory.desc description, Shapes shapes) {
            layout = OneDnnLayout.of(description, shapes.weight);
            merged = shapes.merged;
        }

        long pack(INDArray weight) {
            if (merged.count() > 1) {
                merged.spread(Floats.of(weight), wide(weight));
            }
            long room = room(weight);
            if (layout != null) {
                layout.pack(plain(weight), room);
            }
            return room;
        }

        long room(INDArray weight) {
            if (layout == null) {
                return plain(weight);
            }
            SHARED.require(layout.elements());
            return SHARED.address();
        }

        void unpack(INDArray weight) {
            if (layout != null) {
                layout.unpack(SHARED.address(), null, plain(weight));
            }
            if (merged.count() > 1) {
                merged.gather(wide(weight), Floats.of(weight));
            }
        }

        /** Returns where weights lie in plain order with groups merged. */
        private long plain(INDArray weight) {
            return merged.count() == 1 ? Floats.address(weight) : wide(weight).address();
        }

        private Floats wide(INDArray weight) {
            long length = weight.length() * merged.count();
            SPREAD.require(length);
            return Floats.at(SPREAD.address(), length, SPREAD);
        }
    }
}
