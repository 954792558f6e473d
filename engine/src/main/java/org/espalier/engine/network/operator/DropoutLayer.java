package org.espalier.engine.network.operator;

import java.util.List;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/**
 * ONNX {@code Dropout}: in training each element is zeroed with probability {@code ratio} and the others are divided by
 * {@code 1 − ratio}. An {@code original_ratio}, which ONNX does not have, says what the ratio was before the network was pruned,
 * for hooks that rescale it; nothing is computed from it.
 */
final class DropoutLayer implements Layer {
    private static final double ONNX_DEFAULT = 0.5;

    private final double ratio;
    private final List<Long> shape;

    DropoutLayer(Attributes attributes, List<Long> inputShape) {
        attributes.allow("ratio", "original_ratio");
        ratio = attributes.real("ratio", ONNX_DEFAULT);
        if (!(ratio >= 0 && ratio < 1)) {
            throw attributes.problem("the ratio must be in [0, 1) but is " + ratio);
        }
        shape = inputShape;
    }

    @Override
    public List<Long> outputShape() {
        return shape;
    }

    @Override
    public boolean random() {
        return ratio > 0;
    }

    @Override
    public Memory memory() {
        return Memory.IN_PLACE;
    }

    @Override
    public boolean needsInput() {
        return false;
    }

    @Override
    public void forward(LayerContext pass) {
        if (pass.training() && ratio > 0) {
            pass.kernel().dropout(ratio, pass.seed(), pass.input(), pass.output());
            return;
        }
        copy(pass, pass.input(), pass.output());
    }

    @Override
    public void backward(LayerContext pass) {
        if (!pass.wantsInputGradient()) {
            return;
        }
        if (pass.training() && ratio > 0) {
            pass.kernel().dropout(ratio, pass.seed(), pass.outputGradient(), pass.inputGradient());
            return;
        }
        copy(pass, pass.outputGradient(), pass.inputGradient());
    }

    private static void copy(LayerContext pass, Value from, Value to) {
        if (from != to) {
            pass.kernel().copy(from, to);
        }
    }
}
