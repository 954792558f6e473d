package org.espalier.engine.network.operator;

import java.util.List;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ONNX {@code Add} of a trained array to each example, such as positions to the steps of a sequence. */
final class TrainedAddLayer implements Layer {
    private final List<Long> shape;
    private final ParamInfo addend;

    TrainedAddLayer(Attributes attributes, List<Long> inputShape) {
        if (inputShape.size() != 2) {
            throw attributes.problem("what it adds is trained for [steps, features], but it reads " + inputShape);
        }
        shape = inputShape;
        addend = new ParamInfo(new ParamId(attributes.id(), "addend"), inputShape, List.of(Axis.IN, Axis.OUT), false);
    }

    @Override
    public List<Long> outputShape() {
        return shape;
    }

    @Override
    public List<ParamInfo> params() {
        return List.of(addend);
    }

    @Override
    public boolean needsInput() {
        return false;
    }

    @Override
    public void forward(LayerContext pass) {
        INDArray input = examples(pass.input().array());
        INDArray output = examples(pass.output().overwrite());
        pass.kernel().copy(input, output);
        pass.kernel().addBias(output, pass.weight(0).reshape('c', new long[] {addend.size()}));
    }

    @Override
    public void backward(LayerContext pass) {
        if (pass.wantsWeightGradient()) {
            pass.kernel()
                    .biasGradient(
                            examples(pass.outputGradient().array()),
                            pass.weightGradient(0).reshape('c', new long[] {addend.size()}));
        }
        if (pass.wantsInputGradient()) {
            pass.kernel().copy(pass.outputGradient(), pass.inputGradient());
        }
    }

    private INDArray examples(INDArray array) {
        return array.reshape('c', array.size(0), addend.size());
    }
}
