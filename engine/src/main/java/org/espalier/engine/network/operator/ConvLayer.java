package org.espalier.engine.network.operator;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.model.Axis;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.SparseConvolutionKernel;
import org.espalier.engine.kernel.SparseKernel;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;
import org.espalier.engine.network.layer.Shapes;
import org.espalier.engine.network.layer.SparseParam;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ONNX {@code Conv} in two dimensions. */
final class ConvLayer implements Layer {
    private final LayerSpec.Convolution spec;
    private final Window window;
    private final List<ParamInfo> params;

    ConvLayer(LayerId id, LayerSpec.Convolution spec, List<Long> inputShape) {
        Shapes.requirePlanes(id, spec, inputShape);
        if (inputShape.get(0) != spec.in()) {
            throw Shapes.problem(id, spec, "it needs " + spec.in() + " channels but reads " + inputShape);
        }
        if (spec.groups() < 1 || spec.in() % spec.groups() != 0 || spec.out() % spec.groups() != 0) {
            throw Shapes.problem(
                    id,
                    spec,
                    spec.in() + " channels and " + spec.out() + " filters cannot be split into " + spec.groups()
                            + " groups");
        }
        this.spec = spec;
        window = Shapes.window(
                id, spec, inputShape, spec.kernel(), spec.stride(), spec.padding(), spec.padding(), spec.dilation());
        var all = new ArrayList<ParamInfo>();
        all.add(new ParamInfo(
                new ParamId(id, "weight"),
                List.of(
                        spec.out(),
                        spec.in() / spec.groups(),
                        spec.kernel().height(),
                        spec.kernel().width()),
                List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH),
                true));
        if (spec.bias()) {
            all.add(new ParamInfo(new ParamId(id, "bias"), List.of(spec.out()), List.of(Axis.OUT), false));
        }
        params = List.copyOf(all);
    }

    @Override
    public List<Long> outputShape() {
        return List.of(spec.out(), (long) window.outHeight(), (long) window.outWidth());
    }

    @Override
    public List<ParamInfo> params() {
        return params;
    }

    @Override
    public boolean runsSparsely(ParamInfo param, double density, SparseKernel kernel) {
        return param.prunable() && spec.groups() == 1 && kernel.convolution().pays(density, window);
    }

    @Override
    public void forward(LayerContext pass) {
        INDArray bias = spec.bias() ? pass.weight(1) : null;
        SparseParam sparse = pass.sparse(0);
        if (sparse == null) {
            pass.kernel()
                    .convolution()
                    .forward(window, pass.input(), pass.weight(0), bias, pass.output(), pass.workspace());
            return;
        }
        sparsely(pass)
                .forward(
                        sparse.pattern(),
                        window,
                        pass.input(),
                        sparse.weight().elements(),
                        bias,
                        pass.output(),
                        pass.workspace());
    }

    @Override
    public void backward(LayerContext pass) {
        SparseParam sparse = pass.sparse(0);
        if (sparse != null) {
            backward(pass, sparse);
            return;
        }
        if (pass.wantsWeightGradient()) {
            pass.kernel()
                    .convolution()
                    .backwardWeight(
                            window,
                            pass.input(),
                            pass.outputGradient(),
                            pass.weightGradient(0),
                            spec.bias() ? pass.weightGradient(1) : null,
                            pass.workspace());
        }
        if (pass.wantsInputGradient()) {
            pass.kernel()
                    .convolution()
                    .backwardData(
                            window, pass.outputGradient(), pass.weight(0), pass.inputGradient(), pass.workspace());
        }
    }

    private void backward(LayerContext pass, SparseParam sparse) {
        if (pass.wantsWeightGradient()) {
            sparsely(pass)
                    .backwardWeight(
                            sparse.pattern(),
                            window,
                            pass.input(),
                            pass.outputGradient(),
                            sparse.gradient().overwriteElements(),
                            spec.bias() ? pass.weightGradient(1) : null,
                            pass.workspace());
        }
        if (pass.wantsInputGradient()) {
            sparsely(pass)
                    .backwardData(
                            sparse.pattern(),
                            window,
                            pass.outputGradient(),
                            sparse.weight().elements(),
                            pass.inputGradient(),
                            pass.workspace());
        }
    }

    private static SparseConvolutionKernel sparsely(LayerContext pass) {
        return pass.kernel().sparse().orElseThrow().convolution();
    }
}
