package org.espalier.engine.network.operator;

import java.util.List;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.NormalizationKernel.Rule;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;
import org.espalier.engine.network.layer.Statistic;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ONNX {@code BatchNormalization} (Ioffe and Szegedy 2015): each channel is normalized by the batch's statistics in training
 * and by running ones in inference. Running statistics move by {@code 1 − momentum}, with ONNX's meaning of momentum, and the
 * running variance takes in the sample variance, as PyTorch has it.
 */
final class BatchNormalizationLayer implements Layer {
    private static final double ONNX_EPSILON = 1e-5;
    private static final double ONNX_MOMENTUM = 0.9;
    private static final int SCALE = 0;
    private static final int SHIFT = 1;
    private static final int MEAN = 0;
    private static final int VARIANCE = 1;
    /** Where gradients go that nobody wants, behind the batch's mean and variance. */
    private static final int UNUSED = 2;

    private final double epsilon;
    private final double momentum;
    private final List<Long> shape;
    private final List<ParamInfo> params;
    private final List<Statistic> statistics;

    BatchNormalizationLayer(Attributes attributes, List<Long> inputShape) {
        attributes.allow("epsilon", "momentum");
        epsilon = attributes.real("epsilon", ONNX_EPSILON);
        momentum = attributes.real("momentum", ONNX_MOMENTUM);
        if (!(epsilon > 0)) {
            throw attributes.problem("epsilon must be positive but is " + epsilon);
        }
        if (!(momentum >= 0 && momentum <= 1)) {
            throw attributes.problem("momentum must be in [0, 1] but is " + momentum);
        }
        shape = inputShape;
        params = List.of(info(attributes, "scale"), info(attributes, "shift"));
        statistics =
                List.of(new Statistic(info(attributes, "mean"), 0), new Statistic(info(attributes, "variance"), 1));
    }

    private ParamInfo info(Attributes attributes, String name) {
        return new ParamInfo(new ParamId(attributes.id(), name), List.of(shape.get(0)), List.of(Axis.OUT), false);
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
        return param.equals(params.get(SCALE)) ? 1 : 0;
    }

    @Override
    public List<Statistic> statistics() {
        return statistics;
    }

    @Override
    public boolean worksInPlace() {
        return true;
    }

    @Override
    public List<long[]> kept() {
        long[] channels = {shape.get(0)};
        return List.of(channels, channels, channels, channels);
    }

    @Override
    public void forward(LayerContext pass) {
        boolean fixed = !pass.training();
        pass.kernel()
                .normalization()
                .batch(
                        new Rule(epsilon, fixed),
                        pass.input(),
                        pass.weight(SCALE),
                        pass.weight(SHIFT),
                        fixed ? pass.statistic(MEAN) : pass.kept(MEAN),
                        fixed ? pass.statistic(VARIANCE) : pass.kept(VARIANCE),
                        pass.output(),
                        pass.workspace());
        if (!fixed) {
            double count = (double) pass.input().length() / shape.get(0);
            double share = pass.share(1 - momentum);
            follow(pass.statistic(MEAN), share, pass.kept(MEAN), 1);
            follow(pass.statistic(VARIANCE), share, pass.kept(VARIANCE), count > 1 ? count / (count - 1) : 1);
        }
    }

    private static void follow(INDArray running, double share, INDArray batch, double factor) {
        for (long i = 0; i < running.length(); i++) {
            double next = (1 - share) * running.getDouble(i) + share * factor * batch.getDouble(i);
            running.putScalar(i, next);
        }
    }

    @Override
    public void backward(LayerContext pass) {
        boolean fixed = !pass.training();
        pass.kernel()
                .normalization()
                .batchBackward(
                        new Rule(epsilon, fixed),
                        pass.input(),
                        pass.outputGradient(),
                        pass.weight(SCALE),
                        fixed ? pass.statistic(MEAN) : pass.kept(MEAN),
                        fixed ? pass.statistic(VARIANCE) : pass.kept(VARIANCE),
                        pass.wantsInputGradient()
                                ? pass.inputGradient()
                                : Value.of(pass.input().type(), pass.input().shape()),
                        pass.wantsWeightGradient() ? pass.weightGradient(SCALE) : pass.kept(UNUSED + SCALE),
                        pass.wantsWeightGradient() ? pass.weightGradient(SHIFT) : pass.kept(UNUSED + SHIFT),
                        pass.workspace());
    }
}
