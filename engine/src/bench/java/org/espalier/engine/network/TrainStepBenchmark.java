package org.espalier.engine.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.espalier.api.data.Batch;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.train.Optimizer;
import org.espalier.engine.loss.SoftmaxCrossEntropy;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.architecture.Architecture;
import org.espalier.engine.network.architecture.Lenet300;
import org.espalier.engine.network.architecture.Lenet5;
import org.espalier.engine.optimizer.Adam;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One training step with Adam: forward, loss, backward, every parameter updated. Milliseconds a step. */
@State(Scope.Benchmark)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TrainStepBenchmark {
    @Param({"lenet-300-100", "lenet-5"})
    public String model = "";

    @Param({"64", "128"})
    public int batchSize;

    private final SplittableRandom random = new SplittableRandom(1);
    private final SoftmaxCrossEntropy objective = new SoftmaxCrossEntropy();
    private final Optimizer optimizer = new Adam(1e-3);
    private final Map<ParamId, Map<String, INDArray>> slots = new HashMap<>();
    private Network network = new Network(new Lenet300().build(List.of(1L, 28L, 28L), 10));
    private Batch batch = new Batch(Nd4j.empty(DataType.FLOAT), Nd4j.empty(DataType.INT32));
    private long step;

    /** Makes the network and a batch of noise. */
    @Setup
    public void prepare() {
        Architecture architecture =
                Map.of("lenet-300-100", new Lenet300(), "lenet-5", new Lenet5()).get(model);
        network = new Network(architecture.build(List.of(1L, 28L, 28L), 10));
        network.initialize(architecture.initializer(), id -> random.split());
        for (ParamInfo info : network.params()) {
            var own = new HashMap<String, INDArray>();
            optimizer.slots().forEach(name -> own.put(name, Nd4j.create(DataType.FLOAT, info.shapeArray())));
            slots.put(info.id(), own);
        }
        Random noise = new Random(1);
        float[] inputs = new float[batchSize * 784];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = noise.nextFloat();
        }
        batch = new Batch(
                Nd4j.createFromArray(inputs).reshape('c', batchSize, 1, 28, 28),
                Nd4j.createFromArray(noise.ints(batchSize, 0, 10).toArray()));
    }

    /** Makes one step. */
    @Benchmark
    public double step() {
        INDArray output = network.forward(batch.inputs(), Mode.TRAIN, random);
        var cost = objective.of(output, batch);
        network.backward(cost.gradientAtOutput());
        step++;
        for (ParamInfo info : network.params()) {
            optimizer.update(
                    network.weight(info.id()),
                    network.gradient(info.id()),
                    slots.get(info.id()),
                    1e-3,
                    step,
                    info.prunable());
        }
        return cost.value();
    }
}
