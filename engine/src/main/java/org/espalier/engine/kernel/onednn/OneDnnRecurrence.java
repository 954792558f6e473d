package org.espalier.engine.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_ITER_C;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_ITER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS_LAYER;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.global.dnnl.rnn_direction;
import org.bytedeco.dnnl.lbr_gru_backward;
import org.bytedeco.dnnl.lbr_gru_forward;
import org.bytedeco.dnnl.lstm_backward;
import org.bytedeco.dnnl.lstm_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.rnn_primitive_desc_base;
import org.espalier.engine.kernel.Cell;
import org.espalier.engine.kernel.RecurrentKernel;
import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.memory.Storage;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Recurrent cells by oneDNN. All states are given to it as arrays, zero or not: where they are left out, one of its weight
 * gradients is wrong. It adds to weight gradients, so that they are zeroed before.
 */
public final class OneDnnRecurrence implements RecurrentKernel {
    private static final rnn_direction DIRECTION = rnn_direction.unidirectional_left2right;

    private final int threads;

    public OneDnnRecurrence(int threads) {
        this.threads = threads;
    }

    @Override
    public void forward(Cell cell, Value input, List<INDArray> weights, Value output, Workspace workspace) {
        synchronized (OneDnn.LOCK) {
            OneDnn.use(threads);
            workspace
                    .get(Prepared.class, () -> new Prepared(cell, input, weights))
                    .forward(input, weights, output);
        }
    }

    @Override
    public void backward(
            Cell cell,
            Value input,
            List<INDArray> weights,
            Value outputGradient,
            @Nullable Value inputGradient,
            List<INDArray> weightGradients,
            Workspace workspace) {
        synchronized (OneDnn.LOCK) {
            OneDnn.use(threads);
            workspace
                    .get(Prepared.class, () -> {
                        throw new IllegalStateException("the way back of a cell comes after its way forward");
                    })
                    .backward(input, weights, outputGradient, inputGradient, weightGradients);
        }
    }

    /** The arrays of one cell as oneDNN describes them: l layers (one), d directions (one), n examples, t steps. */
    private static final class Shapes {
        final Cell cell;
        final memory.desc sequenceIn;
        final memory.desc sequenceOut;
        final memory.desc state;
        final memory.desc weight;
        final memory.desc recurrent;
        final memory.desc plainWeight;
        final memory.desc plainRecurrent;
        final memory.desc bias;

        Shapes(Cell cell, long batch, long steps, long in, long hidden) {
            this.cell = cell;
            long gates = cell.gates().size();
            sequenceIn = OneDnn.describe(format_tag.ntc, steps, batch, in);
            sequenceOut = OneDnn.describe(format_tag.ntc, steps, batch, hidden);
            state = OneDnn.describe(format_tag.ldnc, 1, 1, batch, hidden);
            weight = OneDnn.any(1, 1, in, gates, hidden);
            recurrent = OneDnn.any(1, 1, hidden, gates, hidden);
            plainWeight = OneDnn.describe(format_tag.ldgoi, 1, 1, in, gates, hidden);
            plainRecurrent = OneDnn.describe(format_tag.ldgoi, 1, 1, hidden, gates, hidden);
            bias = OneDnn.describe(format_tag.ldgo, 1, 1, cell.biases().size(), hidden);
        }

        lstm_forward.primitive_desc lstm() {
            return new lstm_forward.primitive_desc(
                    OneDnn.ENGINE,
                    prop_kind.forward_training,
                    DIRECTION,
                    sequenceIn,
                    state,
                    state,
                    weight,
                    recurrent,
                    bias,
                    sequenceOut,
                    state,
                    state,
                    OneDnn.SHARED_SCRATCH,
                    false);
        }

        lstm_backward.primitive_desc back(lstm_forward.primitive_desc forward) {
            return new lstm_backward.primitive_desc(
                    OneDnn.ENGINE,
                    prop_kind.backward,
                    DIRECTION,
                    sequenceIn,
                    state,
                    state,
                    weight,
                    recurrent,
                    bias,
                    sequenceOut,
                    state,
                    state,
                    sequenceIn,
                    state,
                    state,
                    weight,
                    recurrent,
                    bias,
                    sequenceOut,
                    state,
                    state,
                    forward,
                    OneDnn.SHARED_SCRATCH,
                    false);
        }

        lbr_gru_forward.primitive_desc gru() {
            return new lbr_gru_forward.primitive_desc(
                    OneDnn.ENGINE,
                    prop_kind.forward_training,
                    DIRECTION,
                    sequenceIn,
                    state,
                    weight,
                    recurrent,
                    bias,
                    sequenceOut,
                    state,
                    OneDnn.SHARED_SCRATCH,
                    false);
        }

        lbr_gru_backward.primitive_desc back(lbr_gru_forward.primitive_desc forward) {
            return new lbr_gru_backward.primitive_desc(
                    OneDnn.ENGINE,
                    prop_kind.backward,
                    DIRECTION,
                    sequenceIn,
                    state,
                    weight,
                    recurrent,
                    bias,
                    sequenceOut,
                    state,
                    sequenceIn,
                    state,
                    weight,
                    recurrent,
                    bias,
                    sequenceOut,
                    state,
                    forward,
                    OneDnn.SHARED_SCRATCH,
                    false);
        }
    }

    /** The operations of one layer for batches of one size. */
    private static final class Prepared {
        private final Shapes shapes;
        private final int gates;
        private final rnn_primitive_desc_base description;
        private final OneDnnArrays arrays = new OneDnnArrays();
        private final OneDnnOperation operation;
        private final Gates weight;
        private final Gates recurrent;
        private @Nullable Back back;

        Prepared(Cell cell, Value input, List<INDArray> weights) {
            shapes = new Shapes(
                    cell,
                    input.size(0),
                    input.size(1),
                    input.size(2),
                    weights.get(0).size(0));
            gates = cell.gates().size();
            boolean lstm = cell == Cell.LSTM;
            description = lstm ? shapes.lstm() : shapes.gru();
            arrays.open(DNNL_ARG_SRC_LAYER, shapes.sequenceIn)
                    .own(DNNL_ARG_SRC_ITER, shapes.state)
                    .own(DNNL_ARG_WEIGHTS_LAYER, description.weights_layer_desc())
                    .own(DNNL_ARG_WEIGHTS_ITER, description.weights_iter_desc())
                    .own(DNNL_ARG_BIAS, shapes.bias)
                    .own(DNNL_ARG_DST_LAYER, shapes.sequenceOut)
                    .own(DNNL_ARG_DST_ITER, shapes.state)
                    .own(DNNL_ARG_WORKSPACE, description.workspace_desc());
            if (lstm) {
                arrays.own(DNNL_ARG_SRC_ITER_C, shapes.state).own(DNNL_ARG_DST_ITER_C, shapes.state);
            }
            operation = new OneDnnOperation(description, arrays.arguments());
            weight = new Gates(shapes.plainWeight, description.weights_layer_desc());
            recurrent = new Gates(shapes.plainRecurrent, description.weights_iter_desc());
        }

        void forward(Value input, List<INDArray> weights, Value output) {
            arrays.set(DNNL_ARG_SRC_LAYER, input.address(null));
            weight.pack(weights.subList(0, gates), arrays.address(DNNL_ARG_WEIGHTS_LAYER));
            recurrent.pack(weights.subList(gates, 2 * gates), arrays.address(DNNL_ARG_WEIGHTS_ITER));
            Gates.join(weights.subList(2 * gates, weights.size()), arrays.memory(DNNL_ARG_BIAS));
            arrays.run(operation);
            Floats result = arrays.memory(output.rank() == 2 ? DNNL_ARG_DST_ITER : DNNL_ARG_DST_LAYER);
            result.copyTo(Floats.overwrite(output, null), 0, Math.toIntExact(output.length()));
        }

        void backward(
                Value input,
                List<INDArray> weights,
                Value outputGradient,
                @Nullable Value inputGradient,
                List<INDArray> gradients) {
            Back present = back;
            if (present == null) {
                present = new Back(shapes, description, arrays);
                back = present;
            }
            present.run(input, weights, outputGradient, inputGradient, gradients);
        }
    }

    /** The way back. */
    private static final class Back {
        private final int gates;
        private final OneDnnArrays arrays = new OneDnnArrays();
        private final OneDnnOperation operation;
        private final Gates weight;
        private final Gates recurrent;
        private final Gates weightGradient;
        private final Gates recurrentGradient;

        Back(Shapes shapes, rnn_primitive_desc_base forward, OneDnnArrays there) {
            gates = shapes.cell.gates().size();
            rnn_primitive_desc_base description = forward instanceof lstm_forward.primitive_desc lstm
                    ? shapes.back(lstm)
                    : shapes.back((lbr_gru_forward.primitive_desc) forward);
            arrays.open(DNNL_ARG_SRC_LAYER, shapes.sequenceIn)
                    .own(DNNL_ARG_WEIGHTS_LAYER, description.weights_layer_desc())
                    .own(DNNL_ARG_WEIGHTS_ITER, description.weights_iter_desc())
                    .of(there, DNNL_ARG_SRC_ITER, DNNL_ARG_BIAS)
                    .of(there, DNNL_ARG_DST_LAYER, DNNL_ARG_DST_ITER, DNNL_ARG_WORKSPACE)
                    .own(DNNL_ARG_DIFF_SRC_LAYER, shapes.sequenceIn)
                    .own(DNNL_ARG_DIFF_SRC_ITER, shapes.state)
                    .own(DNNL_ARG_DIFF_WEIGHTS_LAYER, description.diff_weights_layer_desc())
                    .own(DNNL_ARG_DIFF_WEIGHTS_ITER, description.diff_weights_iter_desc())
                    .own(DNNL_ARG_DIFF_BIAS, shapes.bias)
                    .own(DNNL_ARG_DIFF_DST_LAYER, shapes.sequenceOut)
                    .own(DNNL_ARG_DIFF_DST_ITER, shapes.state);
            if (shapes.cell == Cell.LSTM) {
                arrays.of(there, DNNL_ARG_SRC_ITER_C, DNNL_ARG_DST_ITER_C)
                        .own(DNNL_ARG_DIFF_SRC_ITER_C, shapes.state)
                        .own(DNNL_ARG_DIFF_DST_ITER_C, shapes.state);
            }
            operation = new OneDnnOperation(description, arrays.arguments());
            weight = new Gates(shapes.plainWeight, description.weights_layer_desc());
            recurrent = new Gates(shapes.plainRecurrent, description.weights_iter_desc());
            weightGradient = new Gates(shapes.plainWeight, description.diff_weights_layer_desc());
            recurrentGradient = new Gates(shapes.plainRecurrent, description.diff_weights_iter_desc());
        }

        void run(
                Value input,
                List<INDArray> weights,
                Value outputGradient,
                @Nullable Value inputGradient,
                List<INDArray> gradients) {
            arrays.set(DNNL_ARG_SRC_LAYER, input.address(null));
            weight.pack(weights.subList(0, gates), arrays.address(DNNL_ARG_WEIGHTS_LAYER));
            recurrent.pack(weights.subList(gates, 2 * gates), arrays.address(DNNL_ARG_WEIGHTS_ITER));
            int from = outputGradient.rank() == 2 ? DNNL_ARG_DIFF_DST_ITER : DNNL_ARG_DIFF_DST_LAYER;
            Floats.of(outputGradient, null).copyTo(arrays.memory(from), 0, Math.toIntExact(outputGradient.length()));
            arrays.zero(DNNL_ARG_DIFF_WEIGHTS_LAYER);
            arrays.zero(DNNL_ARG_DIFF_WEIGHTS_ITER);
            arrays.zero(DNNL_ARG_DIFF_BIAS);
            arrays.run(operation);
            weightGradient.unpack(arrays.address(DNNL_ARG_DIFF_WEIGHTS_LAYER), gradients.subList(0, gates));
            recurrentGradient.unpack(arrays.address(DNNL_ARG_DIFF_WEIGHTS_ITER), gradients.subList(gates, 2 * gates));
            Gates.part(arrays.memory(DNNL_ARG_DIFF_BIAS), gradients.subList(2 * gates, gradients.size()));
            if (inputGradient != null) {
                arrays.memory(DNNL_ARG_DIFF_SRC_LAYER)
                        .copyTo(Floats.overwrite(inputGradient, null), 0, Math.toIntExact(inputGradient.length()));
            }
        }
    }

    /** The gates' matrices, which are arrays of their own here and one array there. */
    private static final class Gates {
        private final Floats joined;
        private final OneDnnOperation packing;
        private final OneDnnOperation unpacking;

        Gates(memory.desc plain, memory.desc packed) {
            Storage storage = new Storage(DataType.FLOAT);
            long elements = plain.get_size() / Float.BYTES;
            storage.require(elements);
            joined = Floats.at(storage.address(), elements, storage);
            packing = OneDnnLayout.copy(plain, packed);
            unpacking = OneDnnLayout.copy(packed, plain);
        }

        void pack(List<INDArray> matrices, long to) {
            join(matrices, joined);
            packing.run(joined.address(), to);
        }

        void unpack(long from, List<INDArray> matrices) {
            unpacking.run(from, joined.address());
            part(joined, matrices);
        }

        static void join(List<INDArray> parts, Floats whole) {
            long start = 0;
            for (INDArray part : parts) {
                Floats own = Floats.of(part);
                own.copyTo(whole.from(start), 0, Math.toIntExact(own.length()));
                start += own.length();
            }
        }

        static void part(Floats whole, List<INDArray> parts) {
            long start = 0;
            for (INDArray part : parts) {
                Floats own = Floats.of(part);
                whole.from(start).copyTo(own, 0, Math.toIntExact(own.length()));
                start += own.length();
            }
        }
    }
}
