package org.espalier.engine.metric;

import org.espalier.api.data.Batch;
import org.espalier.api.report.Metric.Gauge;
import org.espalier.engine.loss.SoftmaxCrossEntropy;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Averages the task's loss over examples; sequences of one length count alike. */
public final class LossGauge implements Gauge {
    private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
    private double sum;
    private long seen;

    @Override
    public void seen(INDArray output, Batch batch) {
        add(loss.of(output, batch).value(), batch.size());
    }

    /** Takes a batch's mean loss that is known already. */
    public void add(double batchLoss, int size) {
        sum += batchLoss * size;
        seen += size;
    }

    @Override
    public double value() {
        return seen == 0 ? Double.NaN : sum / seen;
    }
}
