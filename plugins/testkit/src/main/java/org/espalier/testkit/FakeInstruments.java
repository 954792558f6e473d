package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.api.report.Metric;
import org.espalier.api.score.Instruments;
import org.espalier.api.score.Objective;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A measuring bench without a network behind it. The loss of a batch is a bowl, {@code ½‖w − t‖²} with a target
 * {@code t} drawn from a seed for each parameter and batch, so gradients are {@code w − t} and the Hessian is the identity.
 * What a layer shows to a tap is drawn from a seed too. Validation accuracy is, unless told otherwise, the share of the
 * weights' absolute sum that is left.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class FakeInstruments implements Instruments {
    private final FakeNetwork original;
    private final ToDoubleFunction<NetworkView> accuracy;
    private final RandomGenerator random;
    private FakeNetwork present;

    private FakeInstruments(FakeNetwork network, ToDoubleFunction<NetworkView> accuracy, long seed) {
        this.original = network;
        this.present = network;
        this.accuracy = accuracy;
        this.random = Seeded.random("instruments" + seed);
    }

    /** Returns instruments for a network. */
    public static FakeInstruments of(FakeNetwork network, long seed) {
        double all = absoluteSum(network);
        return new FakeInstruments(network, now -> absoluteSum(now) / all, seed);
    }

    /** Returns these instruments with validation accuracy as a function of the network that runs. */
    public FakeInstruments withAccuracy(ToDoubleFunction<NetworkView> measure) {
        return new FakeInstruments(original, measure, 0);
    }

    @Override
    public NetworkView network() {
        return present;
    }

    @Override
    public Iterable<Batch> batches(int count, int size) {
        var batches = new ArrayList<Batch>();
        for (int i = 0; i < count; i++) {
            batches.add(batch(i, size));
        }
        return List.copyOf(batches);
    }

    /** Returns one seeded batch: normal inputs, classes of the network's last layer in turn. */
    Batch batch(int index, int size) {
        INDArray inputs = Seeded.gaussian("batch" + index, withBatchAxis(size, original.inputShape()));
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = (int) ((index + i) % classes());
        }
        return new Batch(inputs, Nd4j.createFromArray(labels));
    }

    /** Returns the output that the network is taken to have for a batch: its last layer's. */
    INDArray output(Batch batch) {
        return shown(original.layers().get(original.layers().size() - 1), batch);
    }

    @Override
    public Tensors gradients(Objective objective, Batch batch) {
        INDArray output = output(batch);
        Objective.Cost cost = objective.of(output, batch);
        if (!cost.gradientAtOutput().equalShapes(output)) {
            throw new IllegalStateException("the objective's gradient has another shape than the output");
        }
        return Tensors.of(present.params(), info -> present.effective(info.id())
                .sub(Seeded.gaussian("target" + info.id() + key(batch), info.shapeArray())));
    }

    @Override
    public void forward(Batch batch, Tap tap) {
        INDArray input = batch.inputs();
        for (LayerView layer : original.layers()) {
            INDArray output = shown(layer, batch);
            tap.seen(layer.id(), input, output);
            input = output;
        }
    }

    @Override
    public Objective taskLoss() {
        return FakeInstruments::crossEntropy;
    }

    @Override
    public double validation(String metric) {
        double now = accuracy.applyAsDouble(present);
        return switch (metric) {
            case "accuracy" -> now;
            case "loss" -> 1 - now;
            default ->
                throw new IllegalArgumentException(
                        "no metric '" + metric + "' on validation examples. There are: accuracy, loss.");
        };
    }

    @Override
    public double validation(Metric metric) {
        MaskSet masks = original.ones();
        Metric.Gauge gauge = metric.start(new FakeSubject(original, masks, FakeLedger.of(original, masks)));
        Batch batch = batch(0, 8);
        gauge.seen(output(batch), batch);
        return gauge.value();
    }

    @Override
    public INDArray optimizerState(ParamId id, String slot) {
        return Seeded.gaussian(slot + id, original.param(id).shapeArray());
    }

    @Override
    public <T> T withWeights(UnaryOperator<Tensors> replacement, Supplier<T> body) {
        FakeNetwork before = present;
        try {
            present = before.with(Tensors.of(before.params(), info -> before.effective(info.id())))
                    .with(replacement.apply(Tensors.of(before.params(), info -> before.effective(info.id()))));
            return body.get();
        } finally {
            present = before;
        }
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    private long classes() {
        return original.layers().get(original.layers().size() - 1).outputShape().get(0);
    }

    private static INDArray shown(LayerView layer, Batch batch) {
        INDArray output = Seeded.gaussian(layer.id() + key(batch), withBatchAxis(batch.size(), layer.outputShape()));
        boolean rectified =
                layer.spec() instanceof LayerSpec.Other other && other.kind().equals("Relu");
        return rectified ? Transforms.relu(output, true) : output;
    }

    private static Objective.Cost crossEntropy(INDArray output, Batch batch) {
        int size = (int) output.size(0);
        int classes = (int) output.size(1);
        float[] gradient = new float[size * classes];
        double loss = 0;
        for (int i = 0; i < size; i++) {
            double normaliser = 0;
            for (int c = 0; c < classes; c++) {
                normaliser += Math.exp(output.getDouble(i, c));
            }
            int label = batch.labels().getInt(i);
            loss -= (output.getDouble(i, label) - Math.log(normaliser)) / size;
            for (int c = 0; c < classes; c++) {
                double probability = Math.exp(output.getDouble(i, c)) / normaliser;
                gradient[i * classes + c] = (float) ((probability - (c == label ? 1 : 0)) / size);
            }
        }
        return new Objective.Cost(loss, Flat.array(gradient, size, classes));
    }

    private static String key(Batch batch) {
        return "@" + batch.inputs().sumNumber().floatValue() + "x" + batch.size();
    }

    private static long[] withBatchAxis(long size, List<Long> shape) {
        long[] result = new long[shape.size() + 1];
        result[0] = size;
        for (int i = 0; i < shape.size(); i++) {
            result[i + 1] = shape.get(i);
        }
        return result;
    }

    private static double absoluteSum(NetworkView network) {
        var sums = new LinkedHashMap<ParamId, Double>();
        network.prunable()
                .forEach(info -> sums.put(
                        info.id(), network.effective(info.id()).norm1Number().doubleValue()));
        return sums.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
