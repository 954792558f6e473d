package org.espalier.engine.run;

import org.espalier.api.data.Batch;
import org.espalier.engine.metric.AccuracyGauge;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Running means of a pass over examples: the loss, and the share of right answers. */
final class Tally {
    private double loss;
    private long examples;
    private long right;
    private long labels;

    /**
     * What was summed up so far.
     *
     * @param loss the sum of each example's loss
     * @param examples how many examples there were
     * @param right how many answers were right
     * @param labels how many answers there were; a sequence asks for one at each step
     */
    record Sums(double loss, long examples, long right, long labels) {
        static final Sums NONE = new Sums(0, 0, 0, 0);
    }

    Tally(Sums sums) {
        loss = sums.loss();
        examples = sums.examples();
        right = sums.right();
        labels = sums.labels();
    }

    Tally() {
        this(Sums.NONE);
    }

    void add(double batchLoss, INDArray output, Batch batch) {
        loss += batchLoss * batch.size();
        examples += batch.size();
        right += AccuracyGauge.right(output, batch);
        labels += batch.labels().length();
    }

    double loss() {
        return examples == 0 ? Double.NaN : loss / examples;
    }

    double accuracy() {
        return labels == 0 ? Double.NaN : (double) right / labels;
    }

    Sums sums() {
        return new Sums(loss, examples, right, labels);
    }
}
