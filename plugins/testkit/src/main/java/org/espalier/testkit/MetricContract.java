package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.data.Batch;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.Metric;
import org.espalier.api.report.Metric.Gauge;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What every {@link Metric} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface MetricContract {
    /** Returns the metric under test; each call an equal one. */
    Metric metric();

    /** Returns the network that is measured. */
    default FakeNetwork metricNetwork() {
        return FakeNetwork.mlp();
    }

    /**
     * Returns whether it depends on the clock, as latency does, and so differs from one measurement to the next.
     *
     * @return {@code false}: the same network and examples give the same number
     */
    default boolean metricMeasuresTime() {
        return false;
    }

    /** It has a name, always the same. */
    @Test
    default void metricHasAName() {
        assertThat(metric().name()).isNotBlank().isEqualTo(metric().name());
    }

    /** Two measurements of the same thing agree, also when they run at the same time. */
    @Test
    default void metricMeasuresAlike() {
        Gauge one = metric().start(subject());
        Gauge other = metric().start(subject());
        for (Batch batch : batches(4)) {
            one.seen(output(batch), batch);
            other.seen(output(batch), batch);
        }
        double value = one.value();
        assertThat(value).isFinite();
        if (!metricMeasuresTime()) {
            assertThat(other.value()).isEqualTo(value);
        }
    }

    /** It does not matter how examples fall into batches, the last of which may be short. */
    @Test
    default void metricDoesNotDependOnTheBatches() {
        if (metricMeasuresTime()) {
            return;
        }
        double expected = measure(batches(12));
        assertThat(measure(batches(5))).isCloseTo(expected, within(1e-6));
        assertThat(measure(batches(1))).isCloseTo(expected, within(1e-6));
    }

    /** Outputs, examples and network stay as they were. */
    @Test
    default void metricChangesNothingThatItIsHanded() {
        FakeNetwork network = metricNetwork();
        Untouched untouched = Untouched.network(network);
        Gauge gauge = metric().start(subject());
        for (Batch batch : batches(6)) {
            INDArray output = output(batch);
            Untouched seen = new Untouched().and("the output", output).and("the inputs", batch.inputs());
            gauge.seen(output, batch);
            seen.verify();
        }
        gauge.value();
        untouched.verify();
    }

    private double measure(List<Batch> batches) {
        Gauge gauge = metric().start(subject());
        batches.forEach(batch -> gauge.seen(output(batch), batch));
        return gauge.value();
    }

    /** Twelve examples in batches of a size. */
    private List<Batch> batches(int size) {
        Batch all = FakeInstruments.of(metricNetwork(), 0).batch(0, 12);
        var batches = new ArrayList<Batch>();
        for (int from = 0; from < 12; from += size) {
            var range = NDArrayIndex.interval(from, Math.min(12, from + size));
            batches.add(new Batch(
                    all.inputs().get(range).dup('c'), all.labels().get(range).dup()));
        }
        return batches;
    }

    /** An output that each example has whatever batch it is in: its first inputs. */
    private INDArray output(Batch batch) {
        List<Long> shape = metricNetwork()
                .layers()
                .get(metricNetwork().layers().size() - 1)
                .outputShape();
        INDArray rows = batch.inputs().reshape('c', batch.size(), -1);
        return rows.get(NDArrayIndex.all(), NDArrayIndex.interval(0, shape.get(0)))
                .dup('c');
    }

    private Metric.Subject subject() {
        FakeNetwork network = metricNetwork();
        Ledger ledger = FakeLedger.of(network, network.someAlive(0.5));
        return new FakeSubject(network, network.someAlive(0.5), ledger);
    }
}
