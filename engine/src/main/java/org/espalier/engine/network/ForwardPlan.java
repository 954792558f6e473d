package org.espalier.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.ParamId;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;
import org.espalier.engine.network.layer.Param;
import org.espalier.engine.network.layer.Shapes;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The memory of a network for batches of one size: what flows between layers. */
final class ForwardPlan {
    private final List<Value> values = new ArrayList<>();
    private final List<LayerContext> passes = new ArrayList<>();
    private final INDArray output;

    private ForwardPlan(
            Topology wiring,
            List<Value> values,
            Map<ParamId, Param> params,
            Map<ParamId, INDArray> statistics,
            Kernel kernel,
            DataType type) {
        this.values.addAll(values);
        output = Nd4j.create(type, values.get(values.size() - 1).shape(), 'c');
        for (int i = 0; i < wiring.layers().size(); i++) {
            Layer layer = wiring.layers().get(i);
            passes.add(new LayerContext(
                    kernel,
                    layer.params().stream().map(info -> of(params, info.id())).toList(),
                    layer.statistics().stream()
                            .map(each -> of(statistics, each.info().id()))
                            .toList(),
                    layer.kept().stream()
                            .map(each -> Nd4j.create(type, each, 'c'))
                            .toList(),
                    wiring.sources().get(i).stream().map(values::get).toList(),
                    values.get(i + 1)));
        }
    }

    /** Makes a plan that keeps everything that the way back needs. */
    static ForwardPlan thereAndBack(
            long batch,
            Topology wiring,
            Map<ParamId, Param> params,
            Map<ParamId, INDArray> statistics,
            Kernel kernel,
            DataType type) {
        var values = new ArrayList<Value>();
        values.add(Value.of(type, Shapes.batched(batch, wiring.shapes().get(0))));
        for (int i = 0; i < wiring.layers().size(); i++) {
            long[] shape = Shapes.batched(batch, wiring.shapes().get(i + 1));
            Value input = values.get(wiring.sources().get(i).get(0));
            if (wiring.layers().get(i).memory() == Layer.Memory.RESHAPED) {
                values.add(input.reshaped(shape));
            } else {
                values.add(overwritesInput(wiring, i) ? input : Value.of(type, shape));
            }
        }
        return new ForwardPlan(wiring, values, params, statistics, kernel, type);
    }

    /** Returns whether nobody misses a layer's input once the layer has read it, not even on the way back. */
    private static boolean overwritesInput(Topology wiring, int at) {
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

    /** Makes a plan without a way back: memory is used again as soon as it has been read for the last time. */
    static ForwardPlan there(
            long batch,
            Topology wiring,
            Map<ParamId, Param> params,
            Map<ParamId, INDArray> statistics,
            Kernel kernel,
            DataType type) {
        int last = wiring.layers().size();
        var memory = new ActivationAllocator(type, last + 1);
        memory.take(0, Shapes.batched(batch, wiring.shapes().get(0)));
        for (int i = 0; i < last; i++) {
            int at = i;
            Layer layer = wiring.layers().get(i);
            int source = wiring.sources().get(i).get(0);
            long[] shape = Shapes.batched(batch, wiring.shapes().get(i + 1));
            boolean free = memory.sharing(source).stream()
                    .allMatch(number -> wiring.readers(number).stream().allMatch(reader -> reader <= at));
            if (layer.memory() == Layer.Memory.RESHAPED || (layer.worksInPlace() && free && source > 0)) {
                memory.share(source, i + 1, shape);
            } else {
                memory.take(i + 1, shape);
            }
            for (int number = 1; number <= i; number++) {
                if (wiring.readers(number).stream().allMatch(reader -> reader <= at)) {
                    memory.release(number);
                }
            }
        }
        return new ForwardPlan(wiring, memory.values(), params, statistics, kernel, type);
    }

    /** Returns what has a number: 0 is the network's input, {@code i + 1} the output of layer {@code i}. */
    Value value(int number) {
        return values.get(number);
    }

    /** Returns what belongs to layer {@code index}. */
    LayerContext pass(int index) {
        return passes.get(index);
    }

    /**
     * Returns the network's output, copied to where its next run will put it. Arrays that start within their buffer, as those of
     * values do, must not get out: ND4J's {@code slice} gives nothing for some of them.
     */
    INDArray output(Kernel kernel) {
        kernel.copy(values.get(values.size() - 1).array(), output);
        return output;
    }

    private static <T> T of(Map<ParamId, T> memory, ParamId id) {
        T found = memory.get(id);
        if (found == null) {
            throw new IllegalStateException("no memory for '" + id + "'");
        }
        return found;
    }
}
