package org.espalier.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Cell;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ONNX {@code LSTM} and {@code GRU} in one direction, from states of zero. Each gate's matrices are parameters of their own, in the
 * order and under the names of {@link Cell#names}.
 */
final class RecurrentLayer implements Layer {
    private final Cell cell;
    private final List<Long> outputShape;
    private final List<ParamInfo> params;

    private RecurrentLayer(Cell cell, Attributes attributes, List<Long> inputShape) {
        attributes.allow("hidden_size", "last", "steps");
        if (inputShape.size() != 2) {
            throw attributes.problem("it needs [steps, features] but reads " + inputShape);
        }
        long hidden = attributes.number("hidden_size", 0);
        if (hidden < 1) {
            throw attributes.problem("hidden_size must be positive but is " + hidden);
        }
        this.cell = cell;
        outputShape = attributes.flag("last") ? List.of(hidden) : List.of(inputShape.get(0), hidden);
        var all = new ArrayList<ParamInfo>();
        for (String name : cell.names()) {
            ParamId id = new ParamId(attributes.id(), name);
            if (name.startsWith("bias.")) {
                all.add(new ParamInfo(id, List.of(hidden), List.of(Axis.OUT), false));
            } else {
                long in = name.startsWith("weight.") ? inputShape.get(1) : hidden;
                all.add(new ParamInfo(id, List.of(hidden, in), List.of(Axis.OUT, Axis.IN), true));
            }
        }
        params = List.copyOf(all);
    }

    static RecurrentLayer lstm(Attributes attributes, List<Long> inputShape) {
        return new RecurrentLayer(Cell.LSTM, attributes, inputShape);
    }

    static RecurrentLayer gru(Attributes attributes, List<Long> inputShape) {
        return new RecurrentLayer(Cell.GRU, attributes, inputShape);
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

    @Override
    public List<long[]> kept() {
        return params.stream().map(ParamInfo::shapeArray).toList();
    }

    @Override
    public void forward(Pass pass) {
        pass.kernel().recurrence().forward(cell, pass.input(), weights(pass), pass.output(), pass.workspace());
    }

    @Override
    public void backward(Pass pass) {
        List<INDArray> gradients = IntStream.range(0, params.size())
                .mapToObj(i -> pass.wantsWeightGradient() ? pass.weightGradient(i) : pass.kept(i))
                .toList();
        pass.kernel()
                .recurrence()
                .backward(
                        cell,
                        pass.input(),
                        weights(pass),
                        pass.outputGradient(),
                        pass.wantsInputGradient() ? pass.inputGradient() : null,
                        gradients,
                        pass.workspace());
    }

    private List<INDArray> weights(Pass pass) {
        return IntStream.range(0, params.size()).mapToObj(pass::weight).toList();
    }
}
