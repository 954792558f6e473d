package {{package}};

import java.util.List;
import java.util.Map;
import org.espalier.api.plugin.Knob;
import org.espalier.api.train.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Moves each weight by the learning rate, against the sign of the moving mean of its gradient. */
public record {{Class}}(
        @Knob(value = "the learning rate, above 0", otherwise = "0.001") double learningRate,
        @Knob(value = "share of the mean that stays at each step, from 0 to below 1", otherwise = "0.9") double momentum)
        implements Optimizer {
    private static final String MEAN = "mean";

    public {{Class}} {
        if (!(learningRate > 0) || !(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("the learning rate must be above 0 and the momentum in [0, 1), but they are "
                    + learningRate + " and " + momentum);
        }
    }

    /** Arrays of the weight's shape that the engine keeps, checkpoints and hands back; they begin as zeros. */
    @Override
    public List<String> slots() {
        return List.of(MEAN);
    }

    /** Changes the weight and the slots in place, and the gradient not at all. */
    @Override
    public void update(
            INDArray weight, INDArray gradient, Map<String, INDArray> slots, double rate, long step, boolean decays) {
        INDArray mean = slots.get(MEAN);
        mean.muli(momentum).addi(gradient.mul(1 - momentum));
        weight.subi(Transforms.sign(mean, true).muli(rate));
    }
}
