package org.espalier.engine.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.config.ConfigReader;
import org.espalier.engine.config.Source;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.network.Architecture;
import org.espalier.engine.network.Lenet300;
import org.espalier.engine.network.Lenet5;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.SoftmaxCrossEntropy;
import org.espalier.engine.plugin.PluginDirectory;
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

/**
 * One training step as the engine makes it, with momentum: dense, and through parameterizations, those of plugins among
 * them. Milliseconds a step. Needs the plugins of the distribution, so build that first.
 */
@State(Scope.Benchmark)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ParameterizedStepBenchmark {
    private static final int BATCH = 64;

    @Param({"lenet-300-100", "lenet-5"})
    public String model = "";

    @Param({"none", "straight-through", "trainable-threshold"})
    public String parameterization = "";

    private final SplittableRandom random = new SplittableRandom(1);
    private final SoftmaxCrossEntropy objective = new SoftmaxCrossEntropy();
    private LiveNetwork live = live(new Lenet300());
    private StepUpdate update = update(live);
    private Batch batch = batch();

    private record Root(
            @Knob("what is trained") Parameterization with,
            @Knob(value = "penalties", otherwise = "[]") List<Regularizer> regularizers) {}

    /** Makes the network. */
    @Setup
    public void prepare() {
        live = live(
                Map.of("lenet-300-100", new Lenet300(), "lenet-5", new Lenet5()).getOrDefault(model, new Lenet300()));
        if (!parameterization.equals("none")) {
            Root chosen = chosen();
            live.parameterize(chosen.with(), chosen.regularizers(), "*", name -> new SplittableRandom(1));
        }
        update = update(live);
        batch = batch();
    }

    private Root chosen() {
        Path plugins = Path.of("../dist/target/plugins").toAbsolutePath().normalize();
        Engine engine = Engine.create(new EngineOptions(List.of(PluginDirectory.named(plugins)), plugins));
        String penalties = parameterization.equals("trainable-threshold") ? "[ { dst-exp: { alpha: 5.0e-4 } } ]" : "[]";
        var source = new Source("bench.yaml", "with: " + parameterization + "\nregularizers: " + penalties + "\n");
        return new ConfigReader(engine.registry())
                .read(source, List.of(), Root.class)
                .value();
    }

    private LiveNetwork live(Architecture architecture) {
        var network = new Network(architecture.build(List.of(1L, 28L, 28L), 10));
        network.initialize(architecture.initializer(), id -> random.split());
        return new LiveNetwork(network, new CommitRules(1), message -> {});
    }

    private static StepUpdate update(LiveNetwork live) {
        return new StepUpdate(live, new org.espalier.engine.network.Momentum(0.01, 0.9), live.params());
    }

    private static Batch batch() {
        Random noise = new Random(1);
        float[] inputs = new float[BATCH * 784];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = noise.nextFloat();
        }
        return new Batch(
                Nd4j.createFromArray(inputs).reshape('c', BATCH, 1, 28, 28),
                Nd4j.createFromArray(noise.ints(BATCH, 0, 10).toArray()));
    }

    /** Makes one step. */
    @Benchmark
    public double step() {
        INDArray output = live.network().forward(batch.inputs(), Mode.TRAIN, random);
        var cost = objective.of(output, batch);
        live.network().backward(cost.gradientAtOutput());
        update.pullBack(Progress.DONE);
        update.move(0.01);
        return cost.value();
    }
}
