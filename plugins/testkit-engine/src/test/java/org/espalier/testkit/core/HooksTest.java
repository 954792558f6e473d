package org.espalier.testkit.core;

import org.espalier.api.train.TrainingHook;
import org.espalier.testkit.TrainingHookContract;
import org.junit.jupiter.api.Nested;

final class HooksTest {
    @Nested
    final class Sparsify implements TrainingHookContract {
        @Override
        public TrainingHook hook() {
            return Core.component(
                    TrainingHook.class,
                    "{ sparsify: { every: { steps: 5, until: 0.8 }, policy: { prune: { criterion: gradient, schedule:"
                            + " cubic, keep: 0.2 } } } }");
        }
    }

    @Nested
    final class Together implements TrainingHookContract {
        @Override
        public TrainingHook hook() {
            return Core.component(
                    TrainingHook.class,
                    "{ together: { weights: { parameterize: dense-gradient }, masks: { sparsify: { every: { epochs: 1 },"
                            + " policy: { prune: { criterion: random, keep: 0.5 } }, replaces-update: true } } } }");
        }
    }

    @Nested
    final class EarlyStopping implements TrainingHookContract {
        @Override
        public TrainingHook hook() {
            return Core.component(
                    TrainingHook.class, "{ early-stopping: { metric: loss, patience: 2, least: 0.001 } }");
        }
    }

    @Nested
    final class KeepBest implements TrainingHookContract {
        @Override
        public TrainingHook hook() {
            return Core.component(TrainingHook.class, "{ keep-best: { metric: top-5 } }");
        }
    }

    @Nested
    final class Parameterize implements TrainingHookContract {
        @Override
        public TrainingHook hook() {
            return Core.component(
                    TrainingHook.class,
                    "{ parameterize: { with: straight-through, regularizers: [ { l1: { weight: 0.1 } } ] } }");
        }
    }
}
