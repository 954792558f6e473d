package org.espalier.engine.metric;

import java.util.List;
import org.espalier.api.plugin.Provider;
import org.espalier.api.report.Metric;

/** The metrics of the core. */
public final class MetricComponents {
    private MetricComponents() {}

    /** Returns them all. */
    public static List<Provider<?>> providers() {
        return List.of(
                Provider.of(Metric.class, "accuracy", "share of right answers, in [0, 1]", Accuracy.class),
                Provider.of(Metric.class, "loss", "mean softmax cross-entropy, in nats", Loss.class),
                Provider.of(Metric.class, "parameters", "all parameters, alive or not", Parameters.class),
                Provider.of(Metric.class, "nonzero", "parameters that are not zero", Nonzero.class),
                Provider.of(Metric.class, "density", "living share of the prunable weights, in [0, 1]", Density.class),
                Provider.of(Metric.class, "flops", "operations for one example with living weights only", Flops.class));
    }

    /** Share of examples whose largest output is at their label; of equal outputs the first counts. */
    public record Accuracy() implements Metric {
        @Override
        public String name() {
            return "accuracy";
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
        public Gauge start(Subject subject) {
            return new LossGauge();
        }
    }

    /** All parameters, alive or not, biases included. */
    public record Parameters() implements Metric {
        @Override
        public String name() {
            return "parameters";
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
        public Gauge start(Subject subject) {
            return () -> subject.ledger().total().sparseFlops();
        }
    }
}
