package org.espalier.engine.run;

import org.espalier.api.data.Batch;
import org.espalier.engine.metric.AccuracyGauge;
import org.espalier.engine.metric.LossGauge;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Running means of a pass over examples: the loss, and the share of right answers. */
final class Tally {
    private final LossGauge loss = new LossGauge();
    private final AccuracyGauge accuracy = new AccuracyGauge();

    void add(double batchLoss, INDArray output, Batch batch) {
        loss.add(batchLoss, batch.size());
        accuracy.seen(output, batch);
    }

    double loss() {
        return loss.value();
    }

    double accuracy() {
        return accuracy.value();
    }
}
