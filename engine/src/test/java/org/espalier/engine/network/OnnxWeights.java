package org.espalier.engine.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.engine.network.Network.Mode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Puts ONNX cases of feed-forward operators with weights into our terms; see {@link OnnxTranslation}. */
final class OnnxWeights {
    private static final double ONNX_MOMENTUM = 0.9;

    private final OnnxCase onnx;
    private final Map<String, Object> attributes;

    OnnxWeights(OnnxCase onnx) {
        this.onnx = onnx;
        attributes = onnx.attributes();
    }

    /**
     * Returns what to run.
     *
     * @throws IllegalArgumentException when our operators do not cover it; says why
     */
    OnnxRun run() {
        return switch (onnx.kind()) {
            case "BatchNormalization" -> batchNormalization();
            case "Conv" -> convolution();
            case "ConvTranspose" -> transposedConvolution();
            case "Gather" -> gather();
            case "Gemm" -> gemm();
            case "LayerNormalization" -> layerNormalization();
            default -> throw new IllegalArgumentException("there is no translation of " + onnx.kind() + " yet");
        };
    }

    /**
     * The running variance is the one departure from ONNX, which takes in the variance of the batch where we take in that of the
     * sample, as PyTorch does.
     */
    private OnnxRun batchNormalization() {
        boolean training = Long.valueOf(1).equals(attributes.remove("training_mode"));
        INDArray x = onnx.input(0);
        INDArray variance = onnx.input(4);
        var after = new LinkedHashMap<String, INDArray>();
        if (training) {
            double momentum = (double) attributes.getOrDefault("momentum", ONNX_MOMENTUM);
            double count = (double) x.length() / x.size(1);
            double factor = count / (count - 1);
            after.put("mean", onnx.output(1));
            after.put("variance", onnx.output(2).mul(factor).add(variance.mul((1 - factor) * momentum)));
        }
        return new OnnxRun(
                OnnxRun.graph(other(), x),
                OnnxRun.named(Map.of("scale", onnx.input(1), "shift", onnx.input(2))),
                OnnxRun.named(Map.of("mean", onnx.input(3), "variance", variance)),
                OnnxRun.named(after),
                training ? Mode.TRAIN : Mode.INFER,
                x,
                onnx.output(0));
    }

    private OnnxRun convolution() {
        INDArray weight = planes(onnx.input(1));
        long groups = (long) take("group", 1L);
        List<?> pads = (List<?>) take("pads", List.of(0L, 0L, 0L, 0L));
        Pair padding = pair(pads.subList(0, 2));
        if (!padding.equals(pair(pads.subList(2, 4)))) {
            throw new IllegalArgumentException("the pads " + pads + " differ between the two ends of an axis");
        }
        var spec = new LayerSpec.Convolution(
                weight.size(1) * groups,
                weight.size(0),
                pair((List<?>) take("kernel_shape", List.of(weight.size(2), weight.size(3)))),
                pair((List<?>) take("strides", List.of(1L, 1L))),
                padding,
                pair((List<?>) take("dilations", List.of(1L, 1L))),
                groups,
                onnx.hasInput(2));
        refuseOthers();
        return OnnxRun.of(spec, weightAndBias(weight), onnx.input(0), onnx.output(0));
    }

    private OnnxRun transposedConvolution() {
        INDArray weight = planes(onnx.input(1));
        attributes.put("channels", weight.size(1) * (long) attributes.getOrDefault("group", 1L));
        attributes.putIfAbsent("kernel_shape", List.of(weight.size(2), weight.size(3)));
        attributes.put("bias", onnx.hasInput(2) ? 1L : 0L);
        return OnnxRun.of(other(), weightAndBias(weight), onnx.input(0), onnx.output(0));
    }

    private Map<String, INDArray> weightAndBias(INDArray weight) {
        return onnx.hasInput(2) ? Map.of("weight", weight, "bias", onnx.input(2)) : Map.of("weight", weight);
    }

    /** The data is the table; its rows, whatever their shape, are flat in ours. */
    private OnnxRun gather() {
        if (!take("axis", 0L).equals(0L)) {
            throw new IllegalArgumentException("rows are looked up, nothing that lies along another axis");
        }
        INDArray data = onnx.input(0);
        long columns = data.length() / data.size(0);
        attributes.put("rows", data.size(0));
        attributes.put("columns", columns);
        double[] indices =
                onnx.numbers(1).stream().mapToDouble(Long::doubleValue).toArray();
        LongStream shape = LongStream.concat(LongStream.of(1), LongStream.of(onnx.inputShape(1)));
        INDArray input = Nd4j.createFromArray(indices).reshape('c', shape.toArray());
        LongStream outputShape = LongStream.concat(LongStream.of(input.shape()), LongStream.of(columns));
        return OnnxRun.of(
                other(),
                Map.of("table", data.reshape('c', data.size(0), columns)),
                input,
                onnx.output(0).reshape('c', outputShape.toArray()));
    }

    /** The factors alpha and beta go into weight and bias. */
    private OnnxRun gemm() {
        double alpha = (double) take("alpha", 1.0);
        double beta = (double) take("beta", 1.0);
        boolean transposed = !take("transB", 0L).equals(0L);
        INDArray weight = (transposed ? onnx.input(1) : onnx.input(1).transpose()).mul(alpha);
        refuseOthers();
        var spec = new LayerSpec.Dense(weight.size(1), weight.size(0), 1, onnx.hasInput(2));
        var weights = new LinkedHashMap<String, INDArray>();
        weights.put("weight", weight);
        if (onnx.hasInput(2)) {
            weights.put("bias", row(onnx.input(2), weight.size(0)).mul(beta));
        }
        return OnnxRun.of(spec, weights, onnx.input(0), onnx.output(0));
    }

    private static INDArray row(INDArray bias, long features) {
        if (bias.length() == 1) {
            return Nd4j.valueArrayOf(new long[] {features}, bias.getDouble(0), DataType.DOUBLE);
        }
        if (bias.length() != features) {
            throw new IllegalArgumentException("the bias differs from example to example");
        }
        return bias.reshape(new long[] {features});
    }

    private OnnxRun layerNormalization() {
        INDArray x = onnx.input(0);
        long axis = (long) attributes.getOrDefault("axis", -1L);
        attributes.put("axis", OnnxTranslation.fromTheFront(axis, x.rank()));
        return OnnxRun.of(other(), Map.of("scale", onnx.input(1), "shift", onnx.input(2)), x, onnx.output(0));
    }

    private LayerSpec other() {
        return new LayerSpec.Other(onnx.kind(), attributes);
    }

    private Object take(String name, Object otherwise) {
        Object value = attributes.remove(name);
        return value == null ? otherwise : value;
    }

    private void refuseOthers() {
        if (!attributes.isEmpty()) {
            throw new IllegalArgumentException("nothing corresponds to the attributes " + attributes);
        }
    }

    private static INDArray planes(INDArray weight) {
        if (weight.rank() != 4) {
            throw new IllegalArgumentException(
                    "convolutions are two-dimensional, but a weight has " + weight.rank() + " axes");
        }
        return weight;
    }

    private static Pair pair(List<?> numbers) {
        return new Pair((long) numbers.get(0), (long) numbers.get(1));
    }
}
