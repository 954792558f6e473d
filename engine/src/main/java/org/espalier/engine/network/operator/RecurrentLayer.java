package org.espalier.engine.network.operator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Cell;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * ONNX {@code LSTM} and {@code GRU} in one direction, from states of zero. Each gate's matrices are parameters of their own, in the
 * order and under the names of {@link Cell#names}; those that the attribute {@code factored} names are two parameters, whose
 * product the cell reads.
 */
public final class RecurrentLayer implements Layer {
    private final Cell cell;
    private final List<Long> outputShape;
    private final List<CellArray> arrays;
    private final List<ParamInfo> params;

    private RecurrentLayer(Cell cell, Attributes attributes, List<Long> inputShape) {
        attributes.allow("hidden_size", "last", "steps", "factored", "ranks");
        if (inputShape.size() != 2) {
            throw attributes.problem("it needs [steps, features] but reads " + inputShape);
        }
        long hidden = attributes.number("hidden_size", 0);
        if (hidden < 1) {
            throw attributes.problem("hidden_size must be positive but is " + hidden);
        }
        this.cell = cell;
        outputShape = attributes.flag("last") ? List.of(hidden) : List.of(inputShape.get(0), hidden);
        arrays = arrays(cell, attributes, inputShape.get(1), hidden);
        params = arrays.stream().flatMap(array -> array.params().stream()).toList();
    }

    static RecurrentLayer lstm(Attributes attributes, List<Long> inputShape) {
        return new RecurrentLayer(Cell.LSTM, attributes, inputShape);
    }

    static RecurrentLayer gru(Attributes attributes, List<Long> inputShape) {
        return new RecurrentLayer(Cell.GRU, attributes, inputShape);
    }

    private static List<CellArray> arrays(Cell cell, Attributes attributes, long in, long hidden) {
        Map<String, Long> ranks = ranks(cell, attributes);
        var arrays = new ArrayList<CellArray>();
        int param = 0;
        int product = cell.names().size();
        for (String name : cell.names()) {
            ParamInfo info = info(new ParamId(attributes.id(), name), in, hidden);
            Long rank = ranks.get(name);
            if (rank == null) {
                arrays.add(CellArray.whole(info, param, arrays.size()));
            } else {
                long full = Math.min(info.shape().get(0), info.shape().get(1));
                if (rank < 1 || rank > full) {
                    throw attributes.problem(
                            "the rank of '" + name + "' must be from 1 to " + full + " but is " + rank);
                }
                arrays.add(CellArray.factored(info, rank, param, arrays.size(), product++));
            }
            param += arrays.get(arrays.size() - 1).params().size();
        }
        return List.copyOf(arrays);
    }

    private static ParamInfo info(ParamId id, long in, long hidden) {
        if (id.name().startsWith("bias.")) {
            return new ParamInfo(id, List.of(hidden), List.of(Axis.OUT), false);
        }
        long columns = id.name().startsWith("weight.") ? in : hidden;
        return new ParamInfo(id, List.of(hidden, columns), List.of(Axis.OUT, Axis.IN), true);
    }

    /** Returns the ranks of the matrices that are factored, by their names. */
    private static Map<String, Long> ranks(Cell cell, Attributes attributes) {
        List<String> matrices = cell.matrices();
        List<String> names = attributes.words("factored");
        List<Long> ranks = attributes.numbers("ranks", List.of(), names.size());
        var byName = new LinkedHashMap<String, Long>();
        for (int i = 0; i < names.size(); i++) {
            if (!matrices.contains(names.get(i))) {
                throw attributes.problem("it has no matrix '" + names.get(i) + "' to factor; it has " + matrices);
            }
            if (byName.put(names.get(i), ranks.get(i)) != null) {
                throw attributes.problem("'" + names.get(i) + "' is named twice in 'factored'");
            }
        }
        return byName;
    }

    @Override
    public List<Long> outputShape() {
        return outputShape;
    }

    @Override
    public List<ParamInfo> params() {
        return params;
    }

    /** Forget gates start open, so that what is stored early is not lost before anything is learned (Jozefowicz et al. 2015). */
    @Override
    public double start(ParamInfo param) {
        return param.id().name().equals("bias.forget") ? 1 : 0;
    }

    /** A gradient for each array, then the products. */
    @Override
    public List<long[]> kept() {
        return Stream.concat(arrays.stream(), arrays.stream().filter(CellArray::isFactored))
                .map(array -> array.whole().shapeArray())
                .toList();
    }

    @Override
    public void forward(LayerContext pass) {
        arrays.forEach(array -> array.multiply(pass));
        pass.kernel().recurrence().forward(cell, pass.input(), values(pass), pass.output(), pass.workspace());
    }

    @Override
    public void backward(LayerContext pass) {
        pass.kernel()
                .recurrence()
                .backward(
                        cell,
                        pass.input(),
                        values(pass),
                        pass.outputGradient(),
                        pass.wantsInputGradient() ? pass.inputGradient() : null,
                        arrays.stream().map(array -> array.valuesGradient(pass)).toList(),
                        pass.workspace());
        if (pass.wantsWeightGradient()) {
            arrays.forEach(array -> array.pullBack(pass));
        }
    }

    /** Returns the hidden states before each step of a pass that has run, {@code [batch, steps, hidden]}. */
    public INDArray statesBefore(LayerContext pass) {
        Value input = pass.input();
        int steps = input.size(1);
        int hidden = Math.toIntExact(params.get(0).shape().get(0));
        Value after = Value.of(input.type(), input.size(0), steps, hidden);
        pass.kernel().recurrence().forward(cell, input, values(pass), after, new Workspace());
        INDArray before = after.array().ulike().assign(0);
        if (steps > 1) {
            before.get(NDArrayIndex.all(), NDArrayIndex.interval(1, steps), NDArrayIndex.all())
                    .assign(after.array()
                            .get(NDArrayIndex.all(), NDArrayIndex.interval(0, steps - 1), NDArrayIndex.all()));
        }
        return before;
    }

    private List<INDArray> values(LayerContext pass) {
        return arrays.stream().map(array -> array.values(pass)).toList();
    }
}
