package org.espalier.engine.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.espalier.api.data.Batch;
import org.espalier.api.model.Flat;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.api.report.Metric;
import org.espalier.api.score.Instruments;
import org.espalier.api.score.Objective;
import org.espalier.api.stage.Workbench.Split;
import org.espalier.engine.loss.SoftmaxCrossEntropy;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The measuring bench that evidence works at: everything runs in inference mode and leaves no trace. */
final class Laboratory implements Instruments {
    private final LiveNetwork live;
    private final RunData data;
    private final Evaluator evaluator;
    private final Supplier<RandomGenerator> streams;

    /**
     * Sets the bench up.
     *
     * @param streams gives a stream that is the same for every measurement of one version of the network
     */
    Laboratory(LiveNetwork live, RunData data, Evaluator evaluator, Supplier<RandomGenerator> streams) {
        this.live = live;
        this.data = data;
        this.evaluator = evaluator;
        this.streams = streams;
    }

    @Override
    public NetworkView network() {
        return live;
    }

    @Override
    public Iterable<Batch> batches(int count, int size) {
        return data.sample(count, size, streams.get());
    }

    @Override
    public Tensors gradients(Objective objective, Batch batch) {
        INDArray output = live.network().forward(batch.inputs(), Mode.INFER, RandomStreams.unused());
        live.network().backward(objective.of(output, batch).gradientAtOutput());
        return Tensors.of(
                live.params(), param -> live.network().gradient(param.id()).dup('c'));
    }

    @Override
    public void forward(Batch batch, Tap tap) {
        live.network().forward(batch.inputs(), Mode.INFER, RandomStreams.unused(), tap);
    }

    @Override
    public Objective taskLoss() {
        return new SoftmaxCrossEntropy();
    }

    @Override
    public double validation(String metric) {
        Map<String, Double> values = evaluator.lossAndAccuracy(Split.VALIDATION);
        Double value = values.get(metric);
        if (value == null) {
            throw new IllegalArgumentException("no validation metric '" + metric + "'; there are " + values.keySet());
        }
        Finiteness.require("validation " + metric, value, live);
        return value;
    }

    @Override
    public double validation(Metric metric) {
        double value = evaluator.measure(metric, Split.VALIDATION);
        Finiteness.require("validation " + metric.name(), value, live);
        return value;
    }

    @Override
    public INDArray optimizerState(ParamId id, String slot) {
        live.memory().requireSlot(slot);
        return live.memory()
                .slot(id.toString(), slot)
                .orElseGet(() -> live.effective(id).ulike().assign(0));
    }

    @Override
    public <T> T withWeights(UnaryOperator<Tensors> replacement, Supplier<T> body) {
        var kept = new LinkedHashMap<ParamId, float[]>();
        Tensors running = live.running();
        running.byId().forEach((id, values) -> kept.put(id, Flat.copy(values)));
        boolean before = live.replaced(true);
        try {
            Tensors replaced = replacement.apply(running.map(values -> values.dup('c')));
            replaced.byId().forEach((id, values) -> Values.copy(values.dup('c'), running.get(id)));
            return body.get();
        } finally {
            kept.forEach((id, values) -> Flat.write(running.get(id), values));
            live.replaced(before);
        }
    }

    @Override
    public RandomGenerator random() {
        return streams.get();
    }
}
