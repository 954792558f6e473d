package org.espalier.testkit.core;

import org.espalier.api.train.Optimizer;
import org.espalier.testkit.OptimizerContract;
import org.junit.jupiter.api.Nested;

final class OptimizersTest {
    @Nested
    final class Sgd implements OptimizerContract {
        @Override
        public Optimizer optimizer() {
            return Core.component(Optimizer.class, "{ sgd: { learning-rate: 0.1, l2: 1e-3, l1: 1e-4 } }");
        }
    }

    @Nested
    final class Momentum implements OptimizerContract {
        @Override
        public Optimizer optimizer() {
            return Core.component(Optimizer.class, "{ momentum: { learning-rate: 0.05, l2: 1e-3 } }");
        }
    }

    @Nested
    final class Nesterov implements OptimizerContract {
        @Override
        public Optimizer optimizer() {
            return Core.component(Optimizer.class, "{ nesterov: { learning-rate: 0.05, l2: 1e-3 } }");
        }
    }

    @Nested
    final class Adam implements OptimizerContract {
        @Override
        public Optimizer optimizer() {
            return Core.component(Optimizer.class, "{ adam: { learning-rate: 0.01 } }");
        }
    }

    @Nested
    final class AdamW implements OptimizerContract {
        @Override
        public Optimizer optimizer() {
            return Core.component(Optimizer.class, "{ adamw: { learning-rate: 0.01 } }");
        }
    }
}
