package org.espalier.engine.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One of ONNX's own test cases for operators: a model of a single node, with inputs and the outputs they must give. Whether a
 * tensor flows or is a weight, the case does not say: all are inputs of the model.
 *
 * @param name the case's folder
 * @param node the operator with its attributes
 * @param tensors inputs and expected outputs under their names in the model
 */
record OnnxCase(String name, NodeProto node, Map<String, TensorProto> tensors) {
    /** Reads the cases in a folder whose model is one node of an operator among {@code kinds}, in the order of their names. */
    static List<OnnxCase> in(Path folder, Set<String> kinds) throws IOException {
        try (Stream<Path> cases = Files.list(folder)) {
            return cases.filter(each -> Files.exists(each.resolve("model.onnx")))
                    .sorted()
                    .flatMap(each -> read(each, kinds).stream())
                    .toList();
        }
    }

    private static Optional<OnnxCase> read(Path folder, Set<String> kinds) {
        try {
            GraphProto graph = ModelProto.parseFrom(Files.readAllBytes(folder.resolve("model.onnx")))
                    .getGraph();
            if (graph.getNodeCount() != 1 || !kinds.contains(graph.getNode(0).getOpType())) {
                return Optional.empty();
            }
            var tensors = new LinkedHashMap<String, TensorProto>();
            graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
            Path data = folder.resolve("test_data_set_0");
            read(data, "input", graph.getInputList(), tensors);
            read(data, "output", graph.getOutputList(), tensors);
            return Optional.of(new OnnxCase(folder.getFileName().toString(), graph.getNode(0), tensors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path data, String stem, List<ValueInfoProto> values, Map<String, TensorProto> tensors)
            throws IOException {
        for (int i = 0; i < values.size(); i++) {
            byte[] bytes = Files.readAllBytes(data.resolve(stem + "_" + i + ".pb"));
            tensors.put(values.get(i).getName(), TensorProto.parseFrom(bytes));
        }
    }

    /** Returns the operator's name. */
    String kind() {
        return node.getOpType();
    }

    /** Returns the attributes, with values of the types that {@code LayerSpec.Other} has. */
    Map<String, Object> attributes() {
        var attributes = new LinkedHashMap<String, Object>();
        node.getAttributeList().forEach(each -> attributes.put(each.getName(), value(each)));
        return attributes;
    }

    private static Object value(AttributeProto attribute) {
        if (attribute.getType() == AttributeType.INT) {
            return attribute.getI();
        }
        if (attribute.getType() == AttributeType.FLOAT) {
            return (double) attribute.getF();
        }
        if (attribute.getType() == AttributeType.STRING) {
            return attribute.getS().toStringUtf8();
        }
        if (attribute.getType() == AttributeType.INTS) {
            return List.copyOf(attribute.getIntsList());
        }
        throw new IllegalArgumentException(
                "attribute '" + attribute.getName() + "' is of type " + attribute.getType() + ", which is not read");
    }

    int inputs() {
        return node.getInputCount();
    }

    /** Returns whether an input is given: optional ones may be left out, also in the middle. */
    boolean hasInput(int index) {
        return index < node.getInputCount() && !node.getInput(index).isEmpty();
    }

    /** Returns whether an output is asked for. */
    boolean hasOutput(int index) {
        return index < node.getOutputCount() && !node.getOutput(index).isEmpty();
    }

    /**
     * Returns an input of floats, as doubles.
     *
     * @throws IllegalArgumentException when it is not of floats
     */
    INDArray input(int index) {
        return array(tensor(node.getInput(index)));
    }

    /** Returns an input that is a list of whole numbers. */
    List<Long> numbers(int index) {
        TensorProto tensor = tensor(node.getInput(index));
        if (tensor.getDataType() != DataType.INT64.getNumber()) {
            throw new IllegalArgumentException("input " + index + " is not of 64-bit numbers");
        }
        if (tensor.getRawData().isEmpty()) {
            return tensor.getInt64DataList();
        }
        var raw = raw(tensor).asLongBuffer();
        var numbers = new ArrayList<Long>();
        while (raw.hasRemaining()) {
            numbers.add(raw.get());
        }
        return numbers;
    }

    /** Returns an input that is one truth value. */
    boolean flag(int index) {
        TensorProto tensor = tensor(node.getInput(index));
        return tensor.getRawData().isEmpty()
                ? tensor.getInt32Data(0) != 0
                : raw(tensor).get() != 0;
    }

    /** Returns the shape of an input of any type. */
    long[] inputShape(int index) {
        return shape(tensor(node.getInput(index)));
    }

    /** Returns an output that must come out, as doubles; see {@link #input}. */
    INDArray output(int index) {
        return array(tensor(node.getOutput(index)));
    }

    private TensorProto tensor(String tensorName) {
        TensorProto tensor = tensors.get(tensorName);
        if (tensor == null) {
            throw new IllegalArgumentException(name + " gives no tensor '" + tensorName + "'");
        }
        return tensor;
    }

    private static INDArray array(TensorProto tensor) {
        if (tensor.getDataType() != DataType.FLOAT.getNumber()) {
            throw new IllegalArgumentException(
                    "networks compute with floats, but a tensor is of " + DataType.forNumber(tensor.getDataType()));
        }
        long[] shape = shape(tensor);
        double[] values = new double
                [Math.toIntExact(
                        Stream.of(tensor.getDimsList()).flatMap(List::stream).reduce(1L, Math::multiplyExact))];
        if (values.length == 0) {
            throw new IllegalArgumentException(
                    "networks compute with arrays that have elements, but a tensor has none");
        }
        var raw = raw(tensor).asFloatBuffer();
        for (int i = 0; i < values.length; i++) {
            values[i] = raw.hasRemaining() ? raw.get() : tensor.getFloatData(i);
        }
        return Nd4j.createFromArray(values).reshape('c', shape);
    }

    private static long[] shape(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }

    private static ByteBuffer raw(TensorProto tensor) {
        return ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
