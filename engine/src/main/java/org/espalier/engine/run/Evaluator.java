package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.NetworkView;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.Metric;
import org.espalier.api.report.Metric.Confused;
import org.espalier.api.report.Metric.Gauge;
import org.espalier.api.stage.Workbench.Split;
import org.espalier.engine.ledger.Ledgers;
import org.espalier.engine.loss.SoftmaxCrossEntropy;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.random.RandomStreams;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Measures the run's network in one pass over a split. */
final class Evaluator {
    private final LiveNetwork live;
    private final RunData data;
    private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();

    Evaluator(LiveNetwork live, RunData data) {
        this.live = live;
        this.data = data;
    }

    /** Returns what the metrics give. */
    Measured measure(List<Metric> metrics, Split split) {
        var subject = new Subject(live, live.masks());
        var gauges = new ArrayList<Gauge>();
        metrics.forEach(metric -> gauges.add(metric.start(subject)));
        forEachBatch(split, (batch, output) -> gauges.forEach(gauge -> gauge.seen(output, batch)));
        var values = new LinkedHashMap<String, Double>();
        var confusion = new ArrayList<Confused>();
        for (int i = 0; i < gauges.size(); i++) {
            values.put(metrics.get(i).name(), gauges.get(i).value());
            confusion.addAll(gauges.get(i).confusion());
        }
        return new Measured(values, confusion);
    }

    /** Returns what one metric gives. */
    double measure(Metric metric, Split split) {
        return measure(List.of(metric), split).values().values().iterator().next();
    }

    /** Returns mean loss and accuracy, under these names. */
    Map<String, Double> lossAndAccuracy(Split split) {
        var tally = new Tally();
        forEachBatch(split, (batch, output) -> tally.add(loss.of(output, batch).value(), output, batch));
        var values = new LinkedHashMap<String, Double>();
        values.put("loss", tally.loss());
        values.put("accuracy", tally.accuracy());
        return values;
    }

    private void forEachBatch(Split split, Seen seen) {
        RandomGenerator unused = RandomStreams.unused();
        for (Batch batch : data.inOrder(split)) {
            seen.batch(batch, live.network().forward(batch.inputs(), Mode.PREDICT, unused));
        }
    }

    /**
     * What metrics gave.
     *
     * @param values their numbers by name, in their order
     * @param confusion what was taken for what; empty when none of them counts it
     */
    record Measured(Map<String, Double> values, List<Confused> confusion) {}

    private interface Seen {
        void batch(Batch batch, INDArray output);
    }

    private record Subject(NetworkView network, MaskSet masks) implements Metric.Subject {
        @Override
        public Ledger ledger() {
            return Ledgers.of(network, masks);
        }
    }
}
