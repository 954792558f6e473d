package org.espalier.testkit.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.espalier.api.budget.Budget;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.score.Scoring;
import org.espalier.api.stage.Snapshots;
import org.espalier.api.stage.Stage;
import org.espalier.testkit.FakeChoice;
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
            return StagesTest.stage("{ harden: { parameters: 'fc*' } }");
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
            return StagesTest.stage("{ evaluate: { split: test, metrics: [ accuracy, density, flops ] } }");
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

    /** With a decomposition that leaves every layer as it is: what can be said of the stage alone. */
    @Nested
    final class Decompose implements StageContract {
        private record AsItIs() implements Decomposition {
            @Override
            public List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring) {
                double price = cost.cost(scoring.network().inputShape(layer), List.of(layer));
                return List.of(FakeChoice.of("unchanged", price, 0));
            }

            @Override
            public Factorization factorize(LayerView layer, Choice choice, Scoring scoring) {
                throw new IllegalStateException("a layer as it is has no factors");
            }
        }

        @Override
        public Stage stage() {
            return new org.espalier.engine.pipeline.Decompose(
                    new AsItIs(),
                    (budget, choices, scoring) -> choices.entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> entry.getValue().get(0))),
                    Core.component(Budget.class, "{ parameters: 1 }"),
                    org.espalier.engine.pipeline.Decompose.Coverage.LAYERS,
                    List.of("*"),
                    List.of(),
                    false,
                    true);
        }
    }

    @Nested
    final class Compose implements StageContract {
        @Override
        public Stage stage() {
            return StagesTest.stage("compose");
        }

        @Override
        public void stagePrepares(FakeWorkbench bench) {
            bench.replace(
                    new LayerId("fc1"),
                    new Factorization.Chain(
                            List.of(new LayerSpec.Dense(4, 2, 1, false), new LayerSpec.Dense(2, 4, 1, true)),
                            List.of(Map.of(), Map.of())));
        }
    }
}
