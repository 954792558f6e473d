package org.espalier.engine.network.operator;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/** ONNX {@code Gather} from a trained table: an embedding. It reads whole numbers and gives the rows they count. */
final class GatherLayer implements Layer {
    private final List<Long> outputShape;
    private final List<ParamInfo> params;

    GatherLayer(Attributes attributes, List<Long> inputShape) {
        attributes.allow("rows", "columns");
        long rows = attributes.number("rows", 0);
        long columns = attributes.number("columns", 0);
        if (rows < 1 || columns < 1) {
            throw attributes.problem(
                    "rows and columns of the table must be positive but are " + rows + " and " + columns);
        }
        var shape = new ArrayList<>(inputShape);
        shape.add(columns);
        outputShape = List.copyOf(shape);
        params = List.of(new ParamInfo(
                new ParamId(attributes.id(), "table"), List.of(rows, columns), List.of(Axis.IN, Axis.OUT), false));
    }

    @Override
    public List<Long> outputShape() {
        return outputShape;
    }

    @Override
    public List<ParamInfo> params() {
        return params;
    }

    @Override
    public void forward(LayerContext pass) {
        pass.kernel().arrangement().gather(pass.input(), pass.weight(0), pass.output());
    }

    @Override
    public void backward(LayerContext pass) {
        if (pass.wantsWeightGradient()) {
            pass.kernel().arrangement().gatherBackward(pass.input(), pass.outputGradient(), pass.weightGradient(0));
        }
        if (pass.wantsInputGradient()) {
            pass.inputGradient().overwrite().assign(0);
        }
    }
}
