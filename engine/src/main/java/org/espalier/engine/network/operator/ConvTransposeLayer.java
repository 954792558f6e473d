package org.espalier.engine.network.operator;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.model.Axis;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ONNX {@code ConvTranspose} in two dimensions: the way back of a convolution through its data, taken forward. Its window is that
 * convolution's, which slides over this layer's output.
 */
final class ConvTransposeLayer implements Layer {
    private final Window window;
    private final boolean bias;
    private final List<ParamInfo> params;

    ConvTransposeLayer(Attributes attributes, List<Long> inputShape) {
        attributes.allow("channels", "kernel_shape", "strides", "pads", "output_padding", "dilations", "group", "bias");
        attributes.requirePlanes(inputShape);
        long in = inputShape.get(0);
        long out = attributes.number("channels", 0);
        long groups = attributes.number("group", 1);
        bias = attributes.number("bias", 1) != 0;
        if (out < 1 || groups < 1 || in % groups != 0 || out % groups != 0) {
            throw attributes.problem(
                    in + " channels and " + out + " filters cannot be split into " + groups + " groups");
        }
        List<Long> kernel = attributes.numbers("kernel_shape", List.of(), 2);
        List<Long> strides = attributes.numbers("strides", List.of(1L, 1L), 2);
        List<Long> dilations = attributes.numbers("dilations", List.of(1L, 1L), 2);
        List<Long> pads = attributes.numbers("pads", List.of(0L, 0L, 0L, 0L), 4);
        List<Long> more = attributes.numbers("output_padding", List.of(0L, 0L), 2);
        var planes = new ArrayList<Long>();
        planes.add(out);
        for (int axis = 0; axis < 2; axis++) {
            planes.add(strides.get(axis) * (inputShape.get(axis + 1) - 1)
                    + more.get(axis)
                    + (kernel.get(axis) - 1) * dilations.get(axis)
                    + 1
                    - pads.get(axis)
                    - pads.get(axis + 2));
        }
        if (planes.stream().anyMatch(extent -> extent < 1)
                || more.get(0) >= strides.get(0)
                || more.get(1) >= strides.get(1)) {
            throw attributes.problem("its output would have shape " + planes
                    + "; pads must leave something, and output_padding must be below the strides");
        }
        window = attributes.window(
                planes,
                Attributes.pair(kernel),
                Attributes.pair(strides),
                new Pair(pads.get(0), pads.get(1)),
                new Pair(pads.get(2), pads.get(3)),
                Attributes.pair(dilations));
        var all = new ArrayList<ParamInfo>();
        all.add(new ParamInfo(
                new ParamId(attributes.id(), "weight"),
                List.of(in, out / groups, kernel.get(0), kernel.get(1)),
                List.of(Axis.IN, Axis.OUT, Axis.HEIGHT, Axis.WIDTH),
                true));
        if (bias) {
            all.add(new ParamInfo(new ParamId(attributes.id(), "bias"), List.of(out), List.of(Axis.OUT), false));
        }
        params = List.copyOf(all);
    }

    @Override
    public List<Long> outputShape() {
        return List.of((long) window.channels(), (long) window.height(), (long) window.width());
    }

    @Override
    public List<ParamInfo> params() {
        return params;
    }

    @Override
    public void forward(LayerContext pass) {
        pass.kernel().convolution().backwardData(window, pass.input(), pass.weight(0), pass.output(), pass.workspace());
        if (bias) {
            INDArray output = pass.output().array();
            INDArray biased = pass.output().overwrite();
            pass.kernel().copy(output, biased);
            pass.kernel().addBias(biased, pass.weight(1));
        }
    }

    @Override
    public void backward(LayerContext pass) {
        if (pass.wantsWeightGradient()) {
            pass.kernel()
                    .convolution()
                    .backwardWeight(
                            window,
                            pass.outputGradient(),
                            pass.input(),
                            pass.weightGradient(0),
                            null,
                            pass.workspace());
            if (bias) {
                pass.kernel().biasGradient(pass.outputGradient().array(), pass.weightGradient(1));
            }
        }
        if (pass.wantsInputGradient()) {
            pass.kernel()
                    .convolution()
                    .forward(
                            window,
                            pass.outputGradient(),
                            pass.weight(0),
                            null,
                            pass.inputGradient(),
                            pass.workspace());
        }
    }
}
