package org.espalier.engine.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.NetworkView;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.Metric;
import org.espalier.api.report.Metric.Confused;
import org.espalier.api.report.Metric.Gauge;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class MetricsTest {
    private static final float[][] OUTPUTS = {{5, 3, 1}, {1, 5, 3}, {3, 1, 5}, {5, 5, 1}};

    /** Four rows; the label's rank from the top is 1, 2, 3 and, of equal ones the first, 2. */
    private static Batch labelled() {
        return batch(4, Nd4j.createFromArray(0, 2, 1, 1));
    }

    private static Batch batch(int size, INDArray labels) {
        return new Batch(Nd4j.zeros(size, 1), labels);
    }

    private static Gauge seen(Metric metric, INDArray output, Batch batch) {
        Gauge gauge = metric.start(new Nothing());
        gauge.seen(output, batch);
        return gauge;
    }

    private static double top(int k) {
        return seen(new MetricComponents.TopK(k), Nd4j.createFromArray(OUTPUTS), labelled())
                .value();
    }

    @Test
    void topKCountsLabelsAmongTheLargest() {
        assertThat(List.of(top(1), top(2), top(3), top(9))).containsExactly(0.25, 0.75, 1.0, 1.0);
        assertThat(new MetricComponents.TopK(5).name()).isEqualTo("top-5");
    }

    @Property(tries = 30)
    void topOneIsAccuracy(@ForAll @IntRange(min = 1, max = 20) int rows, @ForAll int seed) {
        var random = new java.util.Random(seed);
        float[][] outputs = new float[rows][4];
        for (float[] row : outputs) {
            for (int c = 0; c < 4; c++) {
                row[c] = random.nextInt(3);
            }
        }
        Batch batch = batch(rows, Nd4j.createFromArray(random.ints(rows, 0, 4).toArray()));
        INDArray output = Nd4j.createFromArray(outputs);
        double accuracy = seen(new MetricComponents.Accuracy(), output, batch).value();
        assertThat(seen(new MetricComponents.TopK(1), output, batch).value()).isEqualTo(accuracy);
        List<Confused> confusion =
                seen(new MetricComponents.ConfusionMatrix(), output, batch).confusion();
        assertThat(confusion.stream()
                        .filter(cell -> cell.actual() == cell.predicted())
                        .mapToLong(Confused::count)
                        .sum())
                .isEqualTo(Math.round(accuracy * rows));
        assertThat(confusion.stream().mapToLong(Confused::count).sum()).isEqualTo(rows);
    }

    /** A network that has diverged knows nothing. */
    @Test
    void anOutputThatIsNoNumberIsNeverRight() {
        INDArray output = Nd4j.createFromArray(new float[][] {{Float.NaN, Float.NaN}});
        assertThat(seen(new MetricComponents.Accuracy(), output, batch(1, Nd4j.createFromArray(0)))
                        .value())
                .isZero();
    }

    /** A guess between three equal choices is as good as that. */
    @Test
    void perplexityOfAnEvenGuessIsTheNumberOfClasses() {
        assertThat(seen(new MetricComponents.Perplexity(), Nd4j.zeros(4, 3), labelled())
                        .value())
                .isCloseTo(3, within(1e-6));
    }

    @Test
    void theConfusionMatrixCountsWhatWasTakenForWhat() {
        Gauge gauge = seen(new MetricComponents.ConfusionMatrix(), Nd4j.createFromArray(OUTPUTS), labelled());
        assertThat(gauge.confusion())
                .containsExactly(
                        new Confused(0, 0, 1), new Confused(1, 0, 1), new Confused(1, 2, 1), new Confused(2, 1, 1));
        assertThat(gauge.value()).isCloseTo(1.0 / 3, within(1e-12));
    }

    @Test
    void eachStepOfASequenceCounts() {
        INDArray output = Nd4j.createFromArray(OUTPUTS).reshape('c', 2, 2, 3);
        Batch batch = batch(2, Nd4j.createFromArray(new int[][] {{0, 2}, {1, 1}}));
        assertThat(seen(new MetricComponents.TopK(2), output, batch).value()).isEqualTo(0.75);
        assertThat(seen(new MetricComponents.Perplexity(), output.mul(0), batch).value())
                .isCloseTo(3, within(1e-6));
    }

    @Test
    void aLabelIsNeededForEachRow() {
        Batch batch = batch(2, Nd4j.createFromArray(new int[][] {{0, 2}, {1, 1}}));
        assertThatThrownBy(() -> seen(new MetricComponents.Accuracy(), Nd4j.zeros(2, 6), batch))
                .hasMessage(
                        "there must be one label for each row of classes, but there are outputs [2, 6] and 4 labels");
    }

    @Test
    void whatStandsBehindAnOutputInMemoryDoesNotCount() {
        float[][] longer = {OUTPUTS[0], OUTPUTS[1], OUTPUTS[2], OUTPUTS[3], {9, 9, 9}, {9, 9, 9}, {9, 9, 9}, {9, 9, 9}};
        INDArray front = Nd4j.createFromArray(longer).get(NDArrayIndex.interval(0, 4), NDArrayIndex.all());
        assertThat(seen(new MetricComponents.TopK(1), front, labelled()).value())
                .isEqualTo(0.25);
    }

    @Test
    void betterMeansHigherOrLowerByMoreThanTheLeast() {
        var accuracy = new ValidationMetric(new MetricComponents.Accuracy());
        var loss = new ValidationMetric(new MetricComponents.Loss());
        assertThat(accuracy.better(0.9, 0.8, 0.05)).isTrue();
        assertThat(accuracy.better(0.84, 0.8, 0.05)).isFalse();
        assertThat(loss.better(0.7, 0.8, 0.05)).isTrue();
        assertThat(loss.better(0.9, 0.8, 0)).isFalse();
        assertThat(loss.better(Double.NaN, 0.8, 0)).isFalse();
    }

    /** These metrics look at outputs only. */
    private record Nothing() implements Metric.Subject {
        @Override
        public NetworkView network() {
            throw new UnsupportedOperationException();
        }

        @Override
        public MaskSet masks() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Ledger ledger() {
            throw new UnsupportedOperationException();
        }
    }
}
