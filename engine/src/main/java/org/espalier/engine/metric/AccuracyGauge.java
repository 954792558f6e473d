package org.espalier.engine.metric;

import org.espalier.api.data.Batch;
import org.espalier.api.report.Metric.Gauge;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Counts right answers: labels that are among the largest outputs of their row. */
public final class AccuracyGauge implements Gauge {
    private final int among;
    private long right;
    private long seen;

    /** Counts labels at the largest output. */
    public AccuracyGauge() {
        this(1);
    }

    /** Counts labels among the {@code among} largest outputs; of equal ones the first. */
    AccuracyGauge(int among) {
        this.among = among;
    }

    @Override
    public void seen(INDArray output, Batch batch) {
        right += right(output, batch, among);
        seen += batch.labels().length();
    }

    /** Returns how many labels of a batch are at the largest output of their row; of equal ones the first. */
    public static int right(INDArray output, Batch batch) {
        return right(output, batch, 1);
    }

    private static int right(INDArray output, Batch batch, int among) {
        Predictions predictions = Predictions.of(output, batch);
        int right = 0;
        for (int row = 0; row < predictions.rows(); row++) {
            right += predictions.rank(row) < among ? 1 : 0;
        }
        return right;
    }

    @Override
    public double value() {
        return seen == 0 ? Double.NaN : (double) right / seen;
    }
}
