package org.espalier.engine.metric;

import org.espalier.api.data.Batch;
import org.espalier.api.report.Metric.Gauge;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Counts right answers. */
public final class AccuracyGauge implements Gauge {
    private long right;
    private long seen;

    @Override
    public void seen(INDArray output, Batch batch) {
        float[] outputs = output.data().asFloat();
        int[] labels = batch.labels().data().asInt();
        int size = batch.size();
        int classes = (int) output.length() / size;
        for (int row = 0; row < size; row++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (outputs[row * classes + c] > outputs[row * classes + best]) {
                    best = c;
                }
            }
            right += best == labels[row] ? 1 : 0;
        }
        seen += size;
    }

    @Override
    public double value() {
        return seen == 0 ? Double.NaN : (double) right / seen;
    }
}
