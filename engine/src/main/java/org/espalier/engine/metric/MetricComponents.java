package org.espalier.engine.metric;

import jakarta.validation.constraints.Positive;
import java.util.List;
import org.espalier.api.data.Batch;
import org.espalier.api.plugin.Knob;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.api.report.Metric;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The metrics of the core. */
public final class MetricComponents {
    private MetricComponents() {}

    /** Returns them all. */
    public static List<Provider<?>> providers() {
        return List.of(
                Provider.of(Metric.class, "accuracy", "share of right answers, in [0, 1]", Accuracy.class),
                Provider.of(Metric.class, "loss", "mean softmax cross-entropy, in nats", Loss.class),
                Provider.of(
                        Metric.class, "top-k", "share of labels among the k largest outputs, in [0, 1]", TopK.class),
                Provider.of(Metric.class, "perplexity", "exp of the loss: choices as good as even", Perplexity.class),
                Provider.of(
                        Metric.class,
                        "confusion-matrix",
                        "what was taken for what, in confusion.csv; its number is the mean recall",
                        ConfusionMatrix.class),
                Provider.of(Metric.class, "parameters", "all parameters, alive or not", Parameters.class),
                Provider.of(Metric.class, "nonzero", "parameters that are not zero", Nonzero.class),
                Provider.of(Metric.class, "density", "living share of the prunable weights, in [0, 1]", Density.class),
                Provider.of(Metric.class, "flops", "operations for one example with living weights only", Flops.class));
    }

    /** Returns the presets of this package. */
    public static List<Preset> presets() {
        return List.of(new Preset(
                Metric.class, "top-5", "share of labels among the five largest outputs, in [0, 1]", "{ top-k: 5 }"));
    }

    /** Share of labels at the largest output of their row; of equal outputs the first counts. */
    public record Accuracy() implements Metric {
        @Override
        public String name() {
            return "accuracy";
        }

        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public Gauge start(Subject subject) {
            return new AccuracyGauge();
        }
    }

    /** Mean softmax cross-entropy. */
    public record Loss() implements Metric {
        @Override
        public String name() {
            return "loss";
        }

        @Override
        public boolean higherIsBetter() {
            return false;
        }

        @Override
        public Gauge start(Subject subject) {
            return new LossGauge();
        }
    }

    /** Share of labels among the k largest outputs of their row; of equal outputs the first count. */
    public record TopK(
            @Knob("how many of the largest outputs count") @Positive
            int k) implements Metric {
        @Override
        public String name() {
            return "top-" + k;
        }

        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public Gauge start(Subject subject) {
            return new AccuracyGauge(k);
        }
    }

    /** {@code exp} of the mean softmax cross-entropy: between how many equal choices a guess would be as good. */
    public record Perplexity() implements Metric {
        @Override
        public String name() {
            return "perplexity";
        }

        @Override
        public boolean higherIsBetter() {
            return false;
        }

        @Override
        public Gauge start(Subject subject) {
            var loss = new LossGauge();
            return new Gauge() {
                @Override
                public void seen(INDArray output, Batch batch) {
                    loss.seen(output, batch);
                }

                @Override
                public double value() {
                    return StrictMath.exp(loss.value());
                }
            };
        }
    }

    /** Counts of what was taken for what. Its number is the mean recall: over classes, the share of each recognised. */
    public record ConfusionMatrix() implements Metric {
        @Override
        public String name() {
            return "mean-recall";
        }

        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public Gauge start(Subject subject) {
            return new ConfusionGauge();
        }
    }

    /** All parameters, alive or not, biases included. */
    public record Parameters() implements Metric {
        @Override
        public String name() {
            return "parameters";
        }

        @Override
        public boolean higherIsBetter() {
            return false;
        }

        @Override
        public Gauge start(Subject subject) {
            return () -> subject.ledger().total().parameters();
        }
    }

    /** Parameters that are not zero, biases included. */
    public record Nonzero() implements Metric {
        @Override
        public String name() {
            return "nonzero";
        }

        @Override
        public boolean higherIsBetter() {
            return false;
        }

        @Override
        public Gauge start(Subject subject) {
            return () -> subject.ledger().total().nonzero();
        }
    }

    /** Living share of the prunable weights. */
    public record Density() implements Metric {
        @Override
        public String name() {
            return "density";
        }

        @Override
        public boolean higherIsBetter() {
            return false;
        }

        @Override
        public Gauge start(Subject subject) {
            return () -> subject.masks().density();
        }
    }

    /** Floating-point operations for one example, counting living weights only. */
    public record Flops() implements Metric {
        @Override
        public String name() {
            return "flops";
        }

        @Override
        public boolean higherIsBetter() {
            return false;
        }

        @Override
        public Gauge start(Subject subject) {
            return () -> subject.ledger().total().sparseFlops();
        }
    }
}
