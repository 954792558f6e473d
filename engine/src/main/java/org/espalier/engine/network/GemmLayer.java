package org.espalier.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.model.Axis;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;

/** ONNX {@code Gemm} with {@code transB = 1}: {@code y = x Wᵀ + b}. */
final class GemmLayer implements Layer {
    private final LayerSpec.Dense spec;
    private final List<ParamInfo> params;

    GemmLayer(LayerId id, LayerSpec.Dense spec, List<Long> inputShape) {
        if (spec.groups() != 1) {
            throw Shapes.problem(id, spec, "dense layers of " + spec.groups() + " groups cannot be run yet");
        }
        if (!inputShape.equals(List.of(spec.in()))) {
            throw Shapes.problem(
                    id,
                    spec,
                    "it needs one axis of " + spec.in() + " features but reads " + inputShape
                            + (inputShape.size() > 1 ? "; put a flatten before it" : ""));
        }
        this.spec = spec;
        var all = new ArrayList<ParamInfo>();
        all.add(new ParamInfo(
                new ParamId(id, "weight"), List.of(spec.out(), spec.in()), List.of(Axis.OUT, Axis.IN), true));
        if (spec.bias()) {
            all.add(new ParamInfo(new ParamId(id, "bias"), List.of(spec.out()), List.of(Axis.OUT), false));
        }
        params = List.copyOf(all);
    }

    @Override
    public List<Long> outputShape() {
        return List.of(spec.out());
    }

    @Override
    public List<ParamInfo> params() {
        return params;
    }

    @Override
    public void forward(Pass pass) {
        pass.kernel().multiply(pass.input(), false, pass.weight(0), true, pass.output(), false);
        if (spec.bias()) {
            pass.kernel().addBias(pass.output(), pass.weight(1));
        }
    }

    @Override
    public void backward(Pass pass) {
        if (pass.wantsWeightGradient()) {
            pass.kernel().multiply(pass.outputGradient(), true, pass.input(), false, pass.weightGradient(0), false);
            if (spec.bias()) {
                pass.kernel().biasGradient(pass.outputGradient(), pass.weightGradient(1));
            }
        }
        if (pass.wantsInputGradient()) {
            pass.kernel().multiply(pass.outputGradient(), false, pass.weight(0), false, pass.inputGradient(), false);
        }
    }
}
