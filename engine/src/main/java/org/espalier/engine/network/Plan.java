package org.espalier.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.ParamId;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.Value;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The memory of a network for batches of one size: what flows between layers. */
final class Plan {
    private final Wiring wiring;
    private final List<Value> values = new ArrayList<>();
    private final List<Pass> passes = new ArrayList<>();
    private final List<Boolean> inPlace = new ArrayList<>();

    Plan(
            long batch,
            Wiring wiring,
            Map<ParamId, Param> params,
            Map<ParamId, INDArray> statistics,
            Kernel kernel,
            DataType type) {
        this.wiring = wiring;
        values.add(Value.of(type, Shapes.batched(batch, wiring.shapes().get(0))));
        for (int i = 0; i < wiring.layers().size(); i++) {
            Layer layer = wiring.layers().get(i);
            long[] shape = Shapes.batched(batch, layer.outputShape());
            List<Value> inputs =
                    wiring.sources().get(i).stream().map(values::get).toList();
            boolean overwrites = overwritesInput(i);
            Value output = layer.memory() == Layer.Memory.RESHAPED
                    ? inputs.get(0).reshaped(shape)
                    : overwrites ? inputs.get(0) : Value.of(type, shape);
            inPlace.add(overwrites);
            values.add(output);
            passes.add(new Pass(
                    kernel,
                    layer.params().stream().map(info -> of(params, info.id())).toList(),
                    layer.statistics().stream()
                            .map(each -> of(statistics, each.info().id()))
                            .toList(),
                    layer.kept().stream()
                            .map(each -> Nd4j.create(type, each, 'c'))
                            .toList(),
                    inputs,
                    output));
        }
    }

    /** Returns whether nobody misses a layer's input once the layer has read it. */
    private boolean overwritesInput(int at) {
        int source = wiring.sources().get(at).get(0);
        if (wiring.layers().get(at).memory() != Layer.Memory.IN_PLACE || source == 0) {
            return false;
        }
        Layer maker = wiring.layers().get(source - 1);
        return !maker.needsOutput()
                && maker.memory() != Layer.Memory.RESHAPED
                && wiring.readers(source).size() == 1
                && !wiring.layers().get(at).needsInput();
    }

    /** Returns what has a number: 0 is the network's input, {@code i + 1} the output of layer {@code i}. */
    Value value(int number) {
        return values.get(number);
    }

    /** Returns what belongs to layer {@code index}. */
    Pass pass(int index) {
        return passes.get(index);
    }

    /** Returns whether layer {@code index} writes over its input. */
    boolean inPlace(int index) {
        return inPlace.get(index);
    }

    /** Returns the network's output. */
    Value output() {
        return values.get(values.size() - 1);
    }

    private static <T> T of(Map<ParamId, T> memory, ParamId id) {
        T found = memory.get(id);
        if (found == null) {
            throw new IllegalStateException("no memory for '" + id + "'");
        }
        return found;
    }
}
