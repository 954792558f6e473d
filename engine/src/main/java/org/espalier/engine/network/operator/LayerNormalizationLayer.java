package org.espalier.engine.network.operator;

import java.util.List;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/** ONNX {@code LayerNormalization} along the last axis (Ba et al. 2016). */
final class LayerNormalizationLayer implements Layer {
    private static final double ONNX_EPSILON = 1e-5;

    private final double epsilon;
    private final List<Long> shape;
    private final List<ParamInfo> params;

    LayerNormalizationLayer(Attributes attributes, List<Long> inputShape) {
        attributes.allow("epsilon", "axis");
        epsilon = attributes.real("epsilon", ONNX_EPSILON);
        if (!(epsilon > 0)) {
            throw attributes.problem("epsilon must be positive but is " + epsilon);
        }
        long axis = attributes.number("axis", -1);
        if (axis != -1 && axis != inputShape.size()) {
            throw attributes.problem("only the last axis can be run, but it is " + axis);
        }
        shape = inputShape;
        params = List.of(info(attributes, "scale"), info(attributes, "shift"));
    }

    private ParamInfo info(Attributes attributes, String name) {
        return new ParamInfo(
                new ParamId(attributes.id(), name), List.of(shape.get(shape.size() - 1)), List.of(Axis.OUT), false);
    }

    @Override
    public List<Long> outputShape() {
        return shape;
    }

    @Override
    public List<ParamInfo> params() {
        return params;
    }

    @Override
    public double start(ParamInfo param) {
        return param.equals(params.get(0)) ? 1 : 0;
    }

    @Override
    public List<long[]> kept() {
        long[] width = {shape.get(shape.size() - 1)};
        return List.of(width, width);
    }

    @Override
    public void forward(LayerContext pass) {
        pass.kernel().normalization().layer(epsilon, pass.input(), pass.weight(0), pass.weight(1), pass.output());
    }

    @Override
    public void backward(LayerContext pass) {
        Value inputGradient = pass.wantsInputGradient()
                ? pass.inputGradient()
                : Value.of(pass.input().type(), pass.input().shape());
        pass.kernel()
                .normalization()
                .layerBackward(
                        epsilon,
                        pass.input(),
                        pass.outputGradient(),
                        pass.weight(0),
                        inputGradient,
                        pass.wantsWeightGradient() ? pass.weightGradient(0) : pass.kept(0),
                        pass.wantsWeightGradient() ? pass.weightGradient(1) : pass.kept(1));
    }
}
