package {{package}};

import org.espalier.api.data.Batch;
import org.espalier.api.model.Flat;
import org.espalier.api.report.Metric;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How sure the network is: the mean over examples of the probability of the class that it chooses. */
public record {{Class}}() implements Metric {
    @Override
    public String name() {
        return "{{name}}";
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Gauge start(Subject subject) {
        return new Confidence();
    }

    /** One measurement: it sees every batch once. */
    private static final class Confidence implements Gauge {
        private double sum;
        private long rows;

        /** The output holds logits, in rows of one number a class. */
        @Override
        public void seen(INDArray output, Batch batch) {
            float[] logits = Flat.copy(output);
            int classes = (int) output.size(output.rank() - 1);
            for (int start = 0; start < logits.length; start += classes) {
                double largest = Double.NEGATIVE_INFINITY;
                for (int i = start; i < start + classes; i++) {
                    largest = Math.max(largest, logits[i]);
                }
                double all = 0;
                for (int i = start; i < start + classes; i++) {
                    all += Math.exp(logits[i] - largest);
                }
                sum += 1 / all;
                rows++;
            }
        }

        @Override
        public double value() {
            return rows == 0 ? Double.NaN : sum / rows;
        }
    }
}
