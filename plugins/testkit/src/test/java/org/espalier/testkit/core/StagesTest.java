package org.espalier.testkit.core;

import java.nio.file.Path;
import java.util.Set;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.stage.Snapshots;
import org.espalier.api.stage.Stage;
import org.espalier.testkit.FakeWorkbench;
import org.espalier.testkit.StageContract;
import org.junit.jupiter.api.Nested;

final class StagesTest {
    private static Stage stage(String yaml) {
        return Core.component(Stage.class, yaml);
    }

    @Nested
    final class Train implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("{ train: { epochs: 2, with: [ { sparsify: { every: { epochs: 1 }, policy: { prune:"
                    + " { criterion: gradient, keep: 0.5 } } } } ] } }");
        }
    }

    @Nested
    final class FindLearningRate implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("{ find-learning-rate: { from: 1e-5, to: 0.5, steps: 12, batch-size: 64 } }");
        }
    }

    @Nested
    final class Prune implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("{ prune: { policy: { prune: { criterion: gradient, keep: 0.5 } } } }");
        }
    }

    @Nested
    final class Recalibrate implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("{ recalibrate: { batches: 2, batch-size: 8 } }");
        }
    }

    @Nested
    final class Harden implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("{ harden: { on: 'fc*' } }");
        }
    }

    @Nested
    final class Snapshot implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("{ snapshot: early }");
        }
    }

    @Nested
    final class Rewind implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("{ rewind: { to: early, what: [ weights, optimizer ] } }");
        }

        @Override
        public void stagePrepares(FakeWorkbench bench) {
            bench.snapshots().take("early");
            bench.reinitialize();
        }
    }

    @Nested
    final class Reinitialize implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("reinitialize");
        }
    }

    @Nested
    final class Restart implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("restart");
        }

        @Override
        public void stagePrepares(FakeWorkbench bench) {
            bench.reinitialize();
            bench.snapshots().restore(Snapshots.INITIAL, Set.of(Snapshots.Part.MASKS));
        }
    }

    @Nested
    final class Repeat implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("{ repeat: { times: 3, do: [ { train: { epochs: 1 } }, { prune: { policy: { prune:"
                    + " { criterion: random, keep: 0.8, of: alive } } } }, evaluate ] } }");
        }
    }

    @Nested
    final class Compare implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage(
                    "{ compare: { repeats: 2, settings: [ { keep: 0.5 } ], methods: { dense: [ { train: {"
                            + " epochs: 1 } } ], pruned: [ { prune: { policy: { prune: { criterion: gradient, keep: $keep } } } } ]"
                            + " } } }");
        }
    }

    @Nested
    final class Branch implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("{ branch: { name: control, do: [ reinitialize, { train: { epochs: 1 } } ] } }");
        }
    }

    @Nested
    final class Evaluate implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("{ evaluate: { on: test, metrics: [ accuracy, density, flops ] } }");
        }
    }

    @Nested
    final class Report implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("{ report: { as: [ html, json ] } }");
        }
    }

    @Nested
    final class Save implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("{ save: { file: small.safetensors } }");
        }
    }

    @Nested
    final class Load implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("{ load: { file: small.safetensors } }");
        }

        @Override
        public void stagePrepares(FakeWorkbench bench) {
            bench.save(Core.component(ModelFormat.class, "safetensors"), Path.of("small.safetensors"));
            bench.reinitialize();
        }
    }
}
