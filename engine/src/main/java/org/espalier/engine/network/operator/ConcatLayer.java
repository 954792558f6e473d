package org.espalier.engine.network.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/** ONNX {@code Concat} along the first axis behind the batch: channels, features or steps. */
final class ConcatLayer implements Layer {
    private final List<Long> outputShape;
    private final int inputs;

    ConcatLayer(Attributes attributes, List<List<Long>> inputShapes) {
        attributes.allow("axis");
        if (attributes.number("axis", 1) != 1) {
            throw attributes.problem("only axis 1 can be run, but it is " + attributes.number("axis", 1));
        }
        List<Long> first = inputShapes.get(0);
        long sum = 0;
        for (List<Long> shape : inputShapes) {
            if (shape.isEmpty() || !shape.subList(1, shape.size()).equals(first.subList(1, first.size()))) {
                throw attributes.problem(
                        "all it joins must be alike behind the first axis, but it reads " + inputShapes);
            }
            sum += shape.get(0);
        }
        var shape = new ArrayList<>(first);
        shape.set(0, sum);
        outputShape = List.copyOf(shape);
        inputs = inputShapes.size();
    }

    @Override
    public List<Long> outputShape() {
        return outputShape;
    }

    @Override
    public boolean needsInput() {
        return false;
    }

    @Override
    public void forward(LayerContext pass) {
        pass.kernel().arrangement().concatenate(pass.inputs(), 1, pass.output());
    }

    @Override
    public void backward(LayerContext pass) {
        List<Value> gradients = IntStream.range(0, inputs)
                .mapToObj(i -> pass.wantsInputGradient(i)
                        ? pass.inputGradient(i)
                        : Value.of(pass.output().type(), pass.inputs().get(i).shape()))
                .toList();
        pass.kernel().arrangement().split(pass.outputGradient(), 1, gradients);
    }
}
