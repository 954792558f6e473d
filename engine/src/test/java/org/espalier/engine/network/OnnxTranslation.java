package org.espalier.engine.network;

import static org.espalier.engine.network.OnnxRun.example;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.graph.Graph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Puts an ONNX case into our terms. Networks have a batch axis that operators leave alone: the first axis of what flows plays it
 * where the operator does the same to each of its slices, and otherwise the whole tensor is one example, with a batch axis of
 * extent 1 before it and the operator's axes counted one further. Attributes that mean nothing to the translation are handed to
 * the operator, which refuses those it does not know. Where several outputs are asked for, only those that our operator
 * gives are compared.
 */
final class OnnxTranslation {
    private final OnnxCase onnx;
    private final Map<String, Object> attributes;

    private OnnxTranslation(OnnxCase onnx) {
        this.onnx = onnx;
        attributes = onnx.attributes();
    }

    /**
     * Returns what to run for a case: for most one network, for recurrent cells one for each output.
     *
     * @throws IllegalArgumentException when our operators do not cover it; says why
     */
    static List<OnnxRun> of(OnnxCase onnx) {
        return switch (onnx.kind()) {
            case "BatchNormalization", "Conv", "ConvTranspose", "Gather", "Gemm", "LayerNormalization" ->
                List.of(new OnnxWeights(onnx).run());
            case "GRU", "LSTM" -> new OnnxRecurrence(onnx).runs();
            default -> List.of(new OnnxTranslation(onnx).run());
        };
    }

    private OnnxRun run() {
        return switch (onnx.kind()) {
            case "Gelu", "HardSwish", "LeakyRelu", "Relu", "Sigmoid", "Tanh" -> elementwise();
            case "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "MaxPool" -> batched();
            case "Add", "MatMul", "Mul" -> several(true);
            case "Clip" -> clip();
            case "Concat" -> concat();
            case "Dropout" -> dropout();
            case "Flatten" -> flatten();
            case "Pad" -> pad();
            case "Reshape" -> reshape();
            case "Softmax" -> softmax();
            case "Squeeze", "Unsqueeze" -> changeAxes();
            case "Transpose" -> transpose();
            default -> throw new IllegalArgumentException("there is no translation of " + onnx.kind() + " yet");
        };
    }

    /** The first axis is the batch. */
    private OnnxRun batched() {
        return OnnxRun.of(spec(), Map.of(), onnx.input(0), onnx.output(0));
    }

    /** The whole tensor is one example. */
    private OnnxRun whole() {
        return OnnxRun.of(spec(), Map.of(), asOne(onnx.input(0)), asOne(onnx.output(0)));
    }

    private OnnxRun elementwise() {
        return onnx.input(0).rank() > 1 ? batched() : whole();
    }

    private OnnxRun clip() {
        if (onnx.hasInput(1)) {
            attributes.put("min", onnx.input(1).getDouble(0));
        }
        if (onnx.hasInput(2)) {
            attributes.put("max", onnx.input(2).getDouble(0));
        }
        return elementwise();
    }

    private OnnxRun dropout() {
        attributes.remove("seed");
        if (onnx.hasInput(1)) {
            attributes.put("ratio", onnx.input(1).getDouble(0));
        }
        boolean training = onnx.hasInput(2) && onnx.flag(2);
        if (training && !attributes.get("ratio").equals(0.0)) {
            throw new IllegalArgumentException("what is dropped in training is random");
        }
        return elementwise().in(training ? Mode.TRAIN : Mode.INFER);
    }

    private OnnxRun flatten() {
        long axis = axis(1, onnx.input(0).rank());
        attributes.put("axis", Math.max(axis, 1));
        INDArray x = onnx.input(0);
        return OnnxRun.of(spec(), Map.of(), axis == 0 ? asOne(x) : x, onnx.output(0));
    }

    private OnnxRun softmax() {
        attributes.put("axis", axis(-1, onnx.input(0).rank()));
        return batched();
    }

    private OnnxRun concat() {
        long axis = axis(0, onnx.input(0).rank());
        attributes.put("axis", Math.max(axis, 1));
        return several(axis == 0);
    }

    private OnnxRun reshape() {
        if (Long.valueOf(0).equals(attributes.get("allowzero"))) {
            attributes.remove("allowzero");
        }
        INDArray x = onnx.input(0);
        var shape = new ArrayList<Long>(onnx.numbers(1));
        for (int i = 0; i < shape.size(); i++) {
            if (shape.get(i) == 0) {
                shape.set(i, x.size(i));
            }
        }
        attributes.put("shape", shape);
        return whole();
    }

    private OnnxRun changeAxes() {
        int rank = (onnx.kind().equals("Squeeze") ? onnx.input(0) : onnx.output(0)).rank();
        List<Long> axes = onnx.hasInput(1) ? onnx.numbers(1) : numbers("axes");
        attributes.put(
                "axes", axes.stream().map(axis -> fromTheFront(axis, rank) + 1).toList());
        return whole();
    }

    private OnnxRun transpose() {
        int rank = onnx.input(0).rank();
        var perm = new ArrayList<Long>(numbers("perm"));
        if (perm.isEmpty()) {
            LongStream.range(0, rank).forEach(perm::add);
            Collections.reverse(perm);
        }
        perm.replaceAll(axis -> axis + 1);
        perm.add(0, 0L);
        attributes.put("perm", perm);
        return whole();
    }

    private OnnxRun pad() {
        if ("constant".equals(attributes.get("mode"))) {
            attributes.remove("mode");
        }
        if (onnx.hasInput(3)) {
            throw new IllegalArgumentException("pads are given for some axes only");
        }
        var pads = new ArrayList<Long>(onnx.numbers(1));
        pads.add(pads.size() / 2, 0L);
        pads.add(0, 0L);
        attributes.put("pads", pads);
        if (onnx.hasInput(2)) {
            attributes.put("value", onnx.input(2).getDouble(0));
        }
        return whole();
    }

    /**
     * Networks have one input, so that several are fed as one, side by side; dense layers with weights of zeros and ones take
     * it apart again, without rounding.
     */
    private OnnxRun several(boolean whole) {
        List<INDArray> inputs = IntStream.range(0, onnx.inputs())
                .mapToObj(i -> whole ? asOne(onnx.input(i)) : onnx.input(i))
                .toList();
        INDArray all = sideBySide(inputs);
        var nodes = new ArrayList<Graph.Node>();
        var weights = new LinkedHashMap<ParamId, INDArray>();
        var parts = new ArrayList<LayerId>();
        long offset = 0;
        for (INDArray input : inputs) {
            long features = input.length() / input.size(0);
            LayerId taken = new LayerId("take" + parts.size());
            LayerId part = new LayerId("part" + parts.size());
            nodes.add(new Graph.Node(
                    taken, new LayerSpec.Dense(all.size(1), features, 1, false), List.of(NetworkView.INPUT)));
            nodes.add(new Graph.Node(
                    part, new LayerSpec.Other("Reshape", Map.of("shape", example(input))), List.of(taken)));
            weights.put(new ParamId(taken, "weight"), selection(features, all.size(1), offset));
            parts.add(part);
            offset += features;
        }
        nodes.add(new Graph.Node(OnnxRun.LAYER, spec(), parts));
        INDArray expected = whole ? asOne(onnx.output(0)) : onnx.output(0);
        return new OnnxRun(new Graph(example(all), nodes), weights, all, expected);
    }

    private static INDArray sideBySide(List<INDArray> inputs) {
        int batch = (int) inputs.get(0).size(0);
        int all = inputs.stream()
                .mapToInt(input -> (int) (input.length() / input.size(0)))
                .sum();
        double[] values = new double[batch * all];
        int offset = 0;
        for (INDArray input : inputs) {
            double[] own = input.dup('c').data().asDouble();
            int features = own.length / batch;
            for (int n = 0; n < batch; n++) {
                System.arraycopy(own, n * features, values, n * all + offset, features);
            }
            offset += features;
        }
        return Nd4j.createFromArray(values).reshape('c', batch, all);
    }

    private static INDArray selection(long features, long all, long offset) {
        INDArray weight = Nd4j.zeros(DataType.DOUBLE, features, all);
        for (long i = 0; i < features; i++) {
            weight.putScalar(i, offset + i, 1);
        }
        return weight;
    }

    private LayerSpec spec() {
        return new LayerSpec.Other(onnx.kind(), attributes);
    }

    /** Returns an attribute that is a list of numbers, empty where it is left out. */
    private List<Long> numbers(String name) {
        return attributes.get(name) instanceof List<?> given
                ? given.stream().map(Long.class::cast).toList()
                : List.of();
    }

    private long axis(long otherwise, int rank) {
        return fromTheFront((long) attributes.getOrDefault("axis", otherwise), rank);
    }

    static long fromTheFront(long axis, int rank) {
        return axis < 0 ? axis + rank : axis;
    }

    private static INDArray asOne(INDArray tensor) {
        return tensor.reshape(
                'c',
                LongStream.concat(LongStream.of(1), LongStream.of(tensor.shape()))
                        .toArray());
    }
}
