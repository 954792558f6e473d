package org.espalier.engine.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Puts ONNX cases of LSTM and GRU into our terms; see {@link OnnxTranslation}. ONNX stacks the gates' matrices, has a bias at
 * the input and one at the state, and puts the steps before the batch unless {@code layout} is 1.
 */
final class OnnxRecurrence {
    private static final List<String> LSTM_GATES = List.of("input", "output", "forget", "cell");
    private static final List<String> GRU_GATES = List.of("update", "reset", "candidate");

    private final OnnxCase onnx;
    private final Map<String, Object> attributes;
    private final boolean batchFirst;
    private final boolean linearBeforeReset;
    private final int hidden;

    OnnxRecurrence(OnnxCase onnx) {
        this.onnx = onnx;
        attributes = onnx.attributes();
        batchFirst = Long.valueOf(1).equals(attributes.remove("layout"));
        linearBeforeReset = Long.valueOf(1).equals(attributes.remove("linear_before_reset"));
        hidden = Math.toIntExact(
                (long) attributes.getOrDefault("hidden_size", onnx.input(2).size(2)));
        attributes.put("hidden_size", (long) hidden);
    }

    /**
     * Returns a run for each output that is asked for: all steps, and the last.
     *
     * @throws IllegalArgumentException when our operators do not cover it; says why
     */
    List<OnnxRun> runs() {
        for (int i = 4; i < onnx.inputs(); i++) {
            if (onnx.hasInput(i)) {
                throw new IllegalArgumentException("lengths, states and peepholes cannot be given");
            }
        }
        INDArray input =
                batchFirst ? onnx.input(0) : onnx.input(0).permute(1, 0, 2).dup('c');
        long steps = input.size(1);
        if (onnx.kind().equals("GRU") && !linearBeforeReset && steps > 1) {
            throw new IllegalArgumentException("the reset gate comes before the recurrent product");
        }
        Map<String, INDArray> weights = weights();
        var runs = new ArrayList<OnnxRun>();
        if (onnx.hasOutput(0)) {
            INDArray all = batchFirst
                    ? onnx.output(0)
                    : onnx.output(0).permute(2, 0, 1, 3).dup('c');
            runs.add(OnnxRun.of(spec(false), weights, input, all.reshape('c', input.size(0), steps, hidden)));
        }
        if (onnx.hasOutput(1)) {
            runs.add(OnnxRun.of(spec(true), weights, input, onnx.output(1).reshape('c', input.size(0), hidden)));
        }
        return runs;
    }

    private LayerSpec spec(boolean last) {
        var all = new LinkedHashMap<>(attributes);
        all.put("last", last ? 1L : 0L);
        return new LayerSpec.Other(onnx.kind(), all);
    }

    private Map<String, INDArray> weights() {
        List<String> gates = onnx.kind().equals("LSTM") ? LSTM_GATES : GRU_GATES;
        INDArray biases = onnx.hasInput(3)
                ? onnx.input(3).reshape('c', 2L * gates.size(), hidden)
                : Nd4j.zeros(DataType.DOUBLE, 2L * gates.size(), hidden);
        var weights = new LinkedHashMap<String, INDArray>();
        for (int gate = 0; gate < gates.size(); gate++) {
            INDArray atInput = biases.getRow(gate).dup();
            INDArray atState = biases.getRow(gates.size() + gate).dup();
            weights.put("weight." + gates.get(gate), block(onnx.input(1), gate));
            weights.put("recurrent." + gates.get(gate), block(onnx.input(2), gate));
            if (gates.get(gate).equals("candidate")) {
                candidate(atInput, atState, weights);
            } else {
                weights.put("bias." + gates.get(gate), atInput.add(atState));
            }
        }
        return weights;
    }

    /**
     * Our reset gate acts on the recurrent product and its bias. ONNX's default has it act on the state instead, which in the
     * first step, from a state of zero, only means that it leaves the bias alone.
     */
    private void candidate(INDArray atInput, INDArray atState, Map<String, INDArray> weights) {
        weights.put("bias.candidate", linearBeforeReset ? atInput : atInput.add(atState));
        weights.put("bias.recurrent", linearBeforeReset ? atState : atState.mul(0));
    }

    private INDArray block(INDArray stacked, int gate) {
        return stacked.slice(0)
                .get(NDArrayIndex.interval((long) gate * hidden, (gate + 1L) * hidden), NDArrayIndex.all())
                .dup('c');
    }
}
