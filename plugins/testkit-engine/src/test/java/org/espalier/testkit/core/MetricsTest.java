package org.espalier.testkit.core;

import org.espalier.api.report.Metric;
import org.espalier.testkit.MetricContract;
import org.junit.jupiter.api.Nested;

final class MetricsTest {
    @Nested
    final class Accuracy implements MetricContract {
        @Override
        public Metric metric() {
            return Core.component(Metric.class, "accuracy");
        }
    }

    @Nested
    final class Loss implements MetricContract {
        @Override
        public Metric metric() {
            return Core.component(Metric.class, "loss");
        }
    }

    @Nested
    final class TopK implements MetricContract {
        @Override
        public Metric metric() {
            return Core.component(Metric.class, "{ top-k: 2 }");
        }
    }

    @Nested
    final class Perplexity implements MetricContract {
        @Override
        public Metric metric() {
            return Core.component(Metric.class, "perplexity");
        }
    }

    @Nested
    final class ConfusionMatrix implements MetricContract {
        @Override
        public Metric metric() {
            return Core.component(Metric.class, "confusion-matrix");
        }
    }

    @Nested
    final class Parameters implements MetricContract {
        @Override
        public Metric metric() {
            return Core.component(Metric.class, "parameters");
        }
    }

    @Nested
    final class Nonzero implements MetricContract {
        @Override
        public Metric metric() {
            return Core.component(Metric.class, "nonzero");
        }
    }

    @Nested
    final class Density implements MetricContract {
        @Override
        public Metric metric() {
            return Core.component(Metric.class, "density");
        }
    }

    @Nested
    final class Flops implements MetricContract {
        @Override
        public Metric metric() {
            return Core.component(Metric.class, "flops");
        }
    }
}
