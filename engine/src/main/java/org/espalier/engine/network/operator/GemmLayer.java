package org.espalier.engine.network.operator;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.model.Axis;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.SparseKernel;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;
import org.espalier.engine.network.layer.Shapes;
import org.espalier.engine.network.layer.SparseParam;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ONNX {@code Gemm} with {@code transB = 1}: {@code y = x Wᵀ + b}. Of a sequence {@code [steps, features]} it reads each step
 * (ONNX {@code MatMul} and {@code Add}). With groups, each block of outputs reads its own block of inputs, as in a grouped
 * convolution of single pixels, which is also how it is computed.
 */
final class GemmLayer implements Layer {
    private static final LayerSpec.Pair ONE = LayerSpec.Pair.of(1);
    private static final LayerSpec.Pair NONE = LayerSpec.Pair.of(0);

    private final LayerSpec.Dense spec;
    private final List<Long> outputShape;
    private final List<ParamInfo> params;

    GemmLayer(LayerId id, LayerSpec.Dense spec, List<Long> inputShape) {
        if (spec.groups() < 1 || spec.in() % spec.groups() != 0 || spec.out() % spec.groups() != 0) {
            throw Shapes.problem(
                    id,
                    spec,
                    spec.in() + " and " + spec.out() + " features cannot be split into " + spec.groups() + " groups");
        }
        if (inputShape.isEmpty() || inputShape.size() > 2 || inputShape.get(inputShape.size() - 1) != spec.in()) {
            throw Shapes.problem(
                    id,
                    spec,
                    "it needs one axis of " + spec.in() + " features, or steps of so many, but reads " + inputShape
                            + (inputShape.size() > 1 ? "; put a flatten before it" : ""));
        }
        this.spec = spec;
        outputShape = inputShape.size() == 1 ? List.of(spec.out()) : List.of(inputShape.get(0), spec.out());
        var all = new ArrayList<ParamInfo>();
        all.add(new ParamInfo(
                new ParamId(id, "weight"),
                List.of(spec.out(), spec.in() / spec.groups()),
                List.of(Axis.OUT, Axis.IN),
                true));
        if (spec.bias()) {
            all.add(new ParamInfo(new ParamId(id, "bias"), List.of(spec.out()), List.of(Axis.OUT), false));
        }
        params = List.copyOf(all);
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
    public boolean runsSparsely(ParamInfo param, double density, SparseKernel kernel) {
        return param.prunable() && spec.groups() == 1 && kernel.pays(density, Long.MAX_VALUE);
    }

    @Override
    public void forward(LayerContext pass) {
        if (spec.groups() > 1) {
            forwardGroups(pass);
            return;
        }
        INDArray bias = spec.bias() ? pass.weight(1) : null;
        SparseParam sparse = sparsely(pass);
        if (sparse == null) {
            pass.kernel().dense(pass.input(), pass.weight(0), bias, pass.output());
            return;
        }
        kernel(pass)
                .dense(
                        sparse.pattern(),
                        pass.input(),
                        sparse.weight().elements(),
                        bias,
                        pass.output(),
                        pass.workspace());
    }

    @Override
    public void backward(LayerContext pass) {
        if (spec.groups() > 1) {
            backwardGroups(pass);
            return;
        }
        SparseParam sparse = sparsely(pass);
        if (sparse != null) {
            backward(pass, sparse);
            return;
        }
        if (pass.wantsWeightGradient()) {
            pass.kernel()
                    .denseBackwardWeight(
                            pass.input(),
                            pass.outputGradient(),
                            pass.weightGradient(0),
                            spec.bias() ? pass.weightGradient(1) : null);
        }
        if (pass.wantsInputGradient()) {
            pass.kernel().denseBackwardData(pass.outputGradient(), pass.weight(0), pass.inputGradient());
        }
    }

    private void forwardGroups(LayerContext pass) {
        pass.kernel()
                .convolution()
                .forward(
                        point(),
                        points(pass.input(), spec.in()),
                        taps(pass.weight(0)),
                        spec.bias() ? pass.weight(1) : null,
                        points(pass.output(), spec.out()),
                        pass.workspace());
    }

    private void backwardGroups(LayerContext pass) {
        Value outputGradient = points(pass.outputGradient(), spec.out());
        if (pass.wantsWeightGradient()) {
            pass.kernel()
                    .convolution()
                    .backwardWeight(
                            point(),
                            points(pass.input(), spec.in()),
                            outputGradient,
                            taps(pass.weightGradient(0)),
                            spec.bias() ? pass.weightGradient(1) : null,
                            pass.workspace());
        }
        if (pass.wantsInputGradient()) {
            pass.kernel()
                    .convolution()
                    .backwardData(
                            point(),
                            outputGradient,
                            taps(pass.weight(0)),
                            points(pass.inputGradient(), spec.in()),
                            pass.workspace());
        }
    }

    private Window point() {
        return new Window(Math.toIntExact(spec.in()), 1, 1, ONE, ONE, NONE, NONE, ONE);
    }

    /** Returns rows of features as images of one pixel. */
    private static Value points(Value rows, long features) {
        return rows.reshaped(rows.length() / features, features, 1, 1);
    }

    private static INDArray taps(INDArray weight) {
        return weight.reshape('c', weight.size(0), weight.size(1), 1, 1);
    }

    private void backward(LayerContext pass, SparseParam sparse) {
        boolean weights = pass.wantsWeightGradient();
        kernel(pass)
                .denseBackward(
                        sparse.pattern(),
                        pass.outputGradient(),
                        pass.wantsInputGradient() ? pass.inputGradient() : null,
                        weights ? sparse.gradient().overwriteElements() : null,
                        weights && spec.bias() ? pass.weightGradient(1) : null,
                        pass.workspace());
    }

    /** Returns the elements of the weight to run by; null to run by all. */
    private @Nullable SparseParam sparsely(LayerContext pass) {
        SparseParam sparse = pass.sparse(0);
        return sparse != null
                        && kernel(pass)
                                .pays(sparse.pattern().density(), pass.input().length() / spec.in())
                ? sparse
                : null;
    }

    private static SparseKernel kernel(LayerContext pass) {
        return pass.kernel().sparse().orElseThrow();
    }
}
