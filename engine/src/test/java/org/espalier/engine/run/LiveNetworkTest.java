package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.espalier.api.budget.Target;
import org.espalier.api.decompose.Factorization.Chain;
import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskChange;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Other;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.State;
import org.espalier.api.model.Tensors;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Scoring;
import org.espalier.api.stage.Snapshots.Part;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.mask.PrunePolicy;
import org.espalier.engine.mask.distribution.GlobalDistribution;
import org.espalier.engine.mask.granularity.ElementGranularity;
import org.espalier.engine.mask.parameterization.L1Regularizer;
import org.espalier.engine.mask.parameterization.StraightThrough;
import org.espalier.engine.mask.selection.ExactSelector;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.optimizer.Adam;
import org.espalier.engine.schedule.OneShotSchedule;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class LiveNetworkTest {
    private static final ParamId WEIGHT = ParamId.of("fc", "weight");
    private static final List<Long> SHAPE = List.of(2L, 3L);

    /** One dense layer whose weights are 1 to 6. */
    private static LiveNetwork live() {
        var network = new Network(new Graph(
                List.of(3L),
                List.of(new Graph.Node(new LayerId("fc"), new Dense(3, 2, 1, true), List.of(NetworkView.INPUT)))));
        Flat.write(network.weight(WEIGHT), new float[] {1, 2, 3, 4, 5, 6});
        return new LiveNetwork(network, CommitRules.DEFAULT, message -> {});
    }

    private static MaskSet alive(int... indices) {
        return new MaskSet(Map.of(
                WEIGHT, Mask.of(SHAPE, i -> java.util.Arrays.stream(indices).anyMatch(index -> index == i))));
    }

    private static float[] weights(LiveNetwork live) {
        return Flat.copy(live.effective(WEIGHT));
    }

    @Test
    void droppedWeightsAreZeroAndTheirValuesAreKeptAside() {
        LiveNetwork live = live();
        MaskChange change = live.commit(Revision.of(alive(0, 2, 4)));
        assertThat(weights(live)).containsExactly(1, 0, 3, 0, 5, 0);
        assertThat(Flat.copy(live.latent(WEIGHT))).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(change.dropped()).isEqualTo(alive(1, 3, 5));
        assertThat(change.grown().alive()).isZero();
    }

    @Test
    void grownWeightsStartAsTheRevisionSays() {
        for (GrowthStart start : GrowthStart.values()) {
            LiveNetwork live = live();
            Flat.write(live.network().weight(WEIGHT), new float[] {10, 20, 30, 40, 50, 60});
            live.commit(Revision.of(alive(0, 2, 4)));
            live.commit(Revision.of(alive(0, 1, 2)).growing(alive(1), start));
            float expected =
                    switch (start) {
                        case ZERO -> 0;
                        case INITIAL -> 2;
                        case KEPT -> 20;
                    };
            assertThat(weights(live)).containsExactly(10, expected, 30, 0, 0, 0);
        }
    }

    @Test
    void aWeightThatIsDroppedAndRegrownAtOnceStartsAnew() {
        LiveNetwork live = live();
        live.commit(Revision.of(alive(0, 1)));
        live.commit(Revision.of(alive(0, 1)).growing(alive(1), GrowthStart.ZERO));
        assertThat(weights(live)).containsExactly(1, 0, 0, 0, 0, 0);
    }

    @Test
    void anOptimizersMemoryIsClearedWhereMasksChange() {
        LiveNetwork live = live();
        var optimizer = new Momentum();
        live.memory().serve(optimizer);
        INDArray slot = live.memory()
                .slots(WEIGHT.toString(), optimizer, DataType.FLOAT, 2, 3)
                .get("momentum");
        assertThat(slot).isNotNull();
        Flat.write(slot, new float[] {1, 1, 1, 1, 1, 1});
        live.commit(Revision.of(alive(0, 2, 4)));
        assertThat(Flat.copy(slot)).containsExactly(1, 0, 1, 0, 1, 0);
    }

    @Test
    void anOptimizersMemoryIsKeptWhereMasksChangeIfTheRevisionSaysSo() {
        LiveNetwork live = live();
        live.parameterize(new StraightThrough(), List.of(), "fc", name -> RandomGenerator.of("L64X128MixRandom"));
        var optimizer = new Momentum();
        live.memory().serve(optimizer);
        INDArray slot = live.memory()
                .slots(WEIGHT.toString(), optimizer, DataType.FLOAT, 2, 3)
                .get("momentum");
        assertThat(slot).isNotNull();
        Flat.write(slot, new float[] {1, 1, 1, 1, 1, 1});
        live.commit(Revision.of(alive(0, 2, 4)).keepingSlots());
        assertThat(Flat.copy(slot)).containsExactly(1, 1, 1, 1, 1, 1);
        live.commit(Revision.of(alive(0, 2)));
        assertThat(Flat.copy(slot)).containsExactly(1, 1, 1, 1, 0, 1);
    }

    @Test
    void penaltiesAreReplacedWithoutStartingAnew() {
        LiveNetwork live = live();
        live.parameterize(new Above(), List.of(), "*", name -> RandomGenerator.of("L64X128MixRandom"));
        live.setWeights(new Tensors(Map.of(WEIGHT, Nd4j.createFromArray(new float[][] {{7, 1, 7}, {1, 7, 1}}))));
        live.regularize(List.of(new L1Regularizer(0.5)), "fc*");
        Parameterizations.Trained trained = live.parameterized().get(WEIGHT);
        assertThat(trained).isNotNull();
        assertThat(trained.regularizers()).containsExactly(new L1Regularizer(0.5));
        assertThat(Flat.copy(live.latent(WEIGHT))).containsExactly(7, 1, 7, 1, 7, 1);
        assertThatThrownBy(() -> live.regularize(List.of(), "conv*"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no parameter that matches 'conv*' is trained through a parameterization; these are:"
                        + " [fc.weight]");
    }

    @Test
    void rewindingWeightsKeepsTheMasksInForce() {
        LiveNetwork live = live();
        var snapshots = new SnapshotStore(live);
        live.setWeights(new Tensors(Map.of(WEIGHT, Nd4j.createFromArray(new float[][] {{7, 7, 7}, {7, 7, 7}}))));
        live.commit(Revision.of(alive(1, 2)));
        snapshots.restore("initial", EnumSet.of(Part.WEIGHTS));
        assertThat(weights(live)).containsExactly(0, 2, 3, 0, 0, 0);
        snapshots.restore("initial", EnumSet.of(Part.MASKS, Part.WEIGHTS));
        assertThat(weights(live)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void redrawnWeightsStayUnderTheMasks() {
        LiveNetwork live = live();
        live.commit(Revision.of(alive(5)));
        live.redraw(() -> Flat.write(live.network().weight(WEIGHT), new float[] {9, 9, 9, 9, 9, 9}));
        assertThat(weights(live)).containsExactly(0, 0, 0, 0, 0, 9);
    }

    @Test
    void weightsThatComeBackBringTheFirstOnesOfTheirTimeAlong() {
        LiveNetwork live = live();
        var snapshots = new SnapshotStore(live);
        live.redraw(() -> Flat.write(live.network().weight(WEIGHT), new float[] {9, 9, 9, 9, 9, 9}));
        snapshots.restore("initial", EnumSet.of(Part.WEIGHTS));
        live.commit(Revision.of(alive(0, 1)));
        live.commit(Revision.of(alive(0, 1, 2)).growing(alive(2), GrowthStart.INITIAL));
        assertThat(weights(live)).containsExactly(1, 2, 3, 0, 0, 0);
    }

    @Test
    void whatLayersComputeComesBackWhenAskedFor() {
        var dropout = new LayerId("dropout");
        var half = new Other("Dropout", Map.of("ratio", 0.5));
        var network = new Network(new Graph(
                List.of(3L),
                List.of(
                        new Graph.Node(new LayerId("fc"), new Dense(3, 2, 1, false), List.of(NetworkView.INPUT)),
                        new Graph.Node(dropout, half, List.of(new LayerId("fc"))))));
        var live = new LiveNetwork(network, CommitRules.DEFAULT, message -> {});
        var snapshots = new SnapshotStore(live);
        var less = new Other("Dropout", Map.of("ratio", 0.1));
        live.network().replaceSpec(dropout, less);
        snapshots.restore("initial", EnumSet.complementOf(EnumSet.of(Part.LAYERS)));
        assertThat(live.layers().get(1).spec()).isEqualTo(less);
        snapshots.restore("initial", EnumSet.of(Part.LAYERS));
        assertThat(live.layers().get(1).spec()).isEqualTo(half);
        snapshots.aside(() -> {
            live.network().replaceSpec(dropout, less);
            return true;
        });
        assertThat(live.layers().get(1).spec()).isEqualTo(half);
    }

    @Test
    void aParameterizationDecidesWhatTheNetworkRunsWith() {
        LiveNetwork live = live();
        live.parameterize(new Above(), List.of(), "fc", name -> RandomGenerator.of("L64X128MixRandom"));
        assertThat(weights(live)).containsExactly(0, 0, 0, 4, 5, 6);
        assertThat(Flat.copy(live.latent(WEIGHT))).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(live.masks()).isEqualTo(alive(3, 4, 5));
    }

    @Test
    void aHardenedNetworkIsTrainedAsItRanUnderTheMasksItHad() {
        LiveNetwork live = live();
        live.parameterize(new Above(), List.of(), "*", name -> RandomGenerator.of("L64X128MixRandom"));
        var optimizer = new Momentum();
        live.memory().serve(optimizer);
        INDArray slot = live.memory()
                .slots(WEIGHT.toString(), optimizer, DataType.FLOAT, 2, 3)
                .get("momentum");
        assertThat(slot).isNotNull();
        Flat.write(slot, new float[] {1, 1, 1, 1, 1, 1});
        live.harden("conv*");
        assertThat(live.parameterized()).isNotEmpty();
        live.harden("fc*");
        assertThat(live.parameterized()).isEmpty();
        assertThat(live.masks()).isEqualTo(alive(3, 4, 5));
        assertThat(weights(live)).containsExactly(0, 0, 0, 4, 5, 6);
        assertThat(Flat.copy(slot)).containsExactly(0, 0, 0, 1, 1, 1);
        live.commit(Revision.of(alive(0, 3)).growing(MaskSet.none(), GrowthStart.KEPT));
        assertThat(weights(live)).containsExactly(1, 0, 0, 4, 0, 0);
    }

    @Test
    void masksThatFollowFromLatentArraysAreThereWhenAskedForAndCountedBefore() {
        LiveNetwork live = live();
        live.parameterize(new Over(), List.of(), "*", name -> RandomGenerator.of("L64X128MixRandom"));
        assertThat(live.density()).isEqualTo(0.5);
        assertThat(live.masks()).isEqualTo(alive(3, 4, 5));
        INDArray latent = live.latent(WEIGHT);
        Flat.write(latent, new float[] {6, 5, 4, 3, 2, 1});
        live.moved(live.params());
        assertThat(weights(live)).containsExactly(6, 5, 4, 0, 0, 0);
        assertThat(live.masks()).isEqualTo(alive(0, 1, 2));
        Flat.write(latent, new float[] {6, 0, 0, 0, 0, 0});
        live.moved(live.params());
        // one is left: mended
        assertThat(weights(live)).containsExactly(9, 9, 9, 9, 9, 9);
        assertThat(live.density()).isEqualTo(1);
    }

    @Test
    void aRewoundNetworkHasNoMasksOfAParameterizationThatEnded() {
        LiveNetwork live = live();
        var snapshots = new SnapshotStore(live);
        live.parameterize(new Over(), List.of(), "*", name -> RandomGenerator.of("L64X128MixRandom"));
        snapshots.restore("initial", EnumSet.of(Part.MASKS, Part.PARAMETERIZATION, Part.WEIGHTS));
        assertThat(live.masks()).isEqualTo(alive(0, 1, 2, 3, 4, 5));
        assertThat(weights(live)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void aLayerReplacedByItsFactorsComputesTheirProduct() {
        LiveNetwork live = live();
        INDArray encoder = Nd4j.createFromArray(new float[][] {{1, 2, 3}});
        INDArray decoder = Nd4j.createFromArray(new float[][] {{1}, {4}});
        live.replace(
                new LayerId("fc"),
                new Chain(
                        List.of(new Dense(3, 1, 1, false), new Dense(1, 2, 1, true)),
                        List.of(Map.of("weight", encoder), Map.of("weight", decoder))));
        INDArray output = live.network()
                .forward(
                        Nd4j.createFromArray(new float[][] {{1, 1, 1}}),
                        Network.Mode.INFER,
                        RandomGenerator.of("L64X128MixRandom"));
        assertThat(Flat.copy(output)).containsExactly(6, 24);
        assertThat(live.masks().byId().keySet())
                .containsExactly(ParamId.of("fc.1", "weight"), ParamId.of("fc", "weight"));
    }

    @Test
    void everyChangeMakesANewVersion() {
        LiveNetwork live = live();
        var versions = new ArrayList<Long>(List.of(live.version()));
        live.commit(Revision.of(alive(1, 2)));
        versions.add(live.version());
        live.setWeights(Tensors.none());
        versions.add(live.version());
        assertThat(versions).doesNotHaveDuplicates();
    }

    /** Keeps what is above 3.5. */
    private record Above() implements Parameterization {
        @Override
        public Effective effective(ParamInfo info, Latent latent, Mask mask) {
            float[] values = Flat.copy(latent.dense());
            Mask on = Mask.of(info.shape(), i -> values[(int) i] > 3.5);
            return new Effective(latent.dense().mul(on.toArray()), on);
        }

        @Override
        public Latent pullback(ParamInfo info, Latent latent, Mask mask, INDArray gradient) {
            return Latent.of(gradient);
        }
    }

    /** Keeps what is above 3.5, and makes everything 9 when a single weight is left. */
    private record Over() implements Elementwise {
        @Override
        public boolean decides() {
            return true;
        }

        @Override
        public boolean alive(float dense, float extra, boolean masked) {
            return dense > 3.5;
        }

        @Override
        public float forward(float dense, float extra, boolean on) {
            return dense > 3.5 ? dense : 0;
        }

        @Override
        public float backward(float dense, float extra, boolean on, float gradient) {
            return gradient;
        }

        @Override
        public boolean needsRepair(int[] alive, long width) {
            return java.util.Arrays.stream(alive).sum() <= 1;
        }

        @Override
        public Latent repair(ParamInfo info, Latent latent, Mask mask) {
            return latent.withDense(latent.dense().ulike().assign(9));
        }
    }

    private record Momentum() implements org.espalier.api.train.Optimizer {
        @Override
        public double learningRate() {
            return 1;
        }

        @Override
        public List<String> slots() {
            return List.of("momentum");
        }

        @Override
        public void update(
                INDArray weight,
                INDArray gradient,
                Map<String, INDArray> slots,
                double learningRate,
                long step,
                boolean decays) {
            weight.subi(gradient);
        }
    }

    /** Zhu and Gupta 2017: masks are ranked anew, and weights behind them are what they were. */
    @Test
    void whatGradualPruningRevivesGoesOnFromItsValue() {
        LiveNetwork live = live();
        Flat.write(live.network().weight(WEIGHT), new float[] {1, 0.9f, 0.5f, 0.01f, 0.01f, 0.01f});
        var policy = new PrunePolicy(
                scoring -> Tensors.of(
                        scoring.network().prunable(),
                        info -> org.nd4j.linalg.ops.transforms.Transforms.abs(
                                scoring.network().latent(info.id()), true)),
                new GlobalDistribution(List.of()),
                new ElementGranularity(),
                new OneShotSchedule(),
                2,
                Target.Base.ALL,
                1,
                true,
                1);
        live.commit(policy.next(scoring(live)));
        assertThat(weights(live)).containsExactly(1, 0.9f, 0, 0, 0, 0);
        Flat.write(live.network().weight(WEIGHT), new float[] {1, 0.3f, 0, 0, 0, 0});
        live.commit(policy.next(scoring(live)));
        assertThat(weights(live)).containsExactly(1, 0, 0.5f, 0, 0, 0);
    }

    private static Scoring scoring(LiveNetwork live) {
        return new ScoringView(
                live,
                live.masks(),
                Progress.DONE,
                new java.util.SplittableRandom(1),
                State.empty(),
                new ComponentStates().parts("prune"),
                new ExactSelector(),
                Set.of(),
                new EvidenceCache(live, org.mockito.Mockito.mock(org.espalier.api.score.Instruments.class)),
                message -> {});
    }

    @Test
    void whatDecidesOnItsMasksGoesOnFromThoseInForce() {
        LiveNetwork live = live();
        live.commit(Revision.of(alive(0, 2, 4)));
        live.parameterize(new Over(), List.of(), "*", name -> new java.util.SplittableRandom(1));
        assertThat(weights(live)).as("those over 3.5").containsExactly(0, 0, 0, 0, 5, 0);
        assertThat(live.masks()).isEqualTo(alive(4));
    }

    /** A weight that is grown at step 1000 is corrected as one that is at its first step. */
    @Test
    void adamCorrectsAGrownWeightByItsOwnSteps() {
        LiveNetwork live = live();
        var adam = new Adam(0.1);
        live.memory().serve(adam);
        INDArray weight = live.network().weight(WEIGHT);
        INDArray gradient = weight.ulike().assign(1);
        for (int i = 0; i < 1000; i++) {
            step(live, adam, weight, gradient);
        }
        live.commit(Revision.of(alive(0, 1, 2, 3, 4)));
        live.commit(Revision.of(alive(0, 1, 2, 3, 4, 5)));
        float before = Flat.copy(weight)[0];
        step(live, adam, weight, gradient);
        assertThat(Flat.copy(weight)[5])
                .as("the first step of a weight that starts at 0")
                .isCloseTo(-0.1f, within(1e-5f));
        assertThat(Flat.copy(weight)[0] - before).isCloseTo(-0.1f, within(1e-3f));
        OptimizerMemory kept = live.memory().copy();
        assertThat(kept.countsSteps()).isTrue();
        assertThat(Flat.copy(kept.slots().get(WEIGHT.toString()).get("steps")))
                .containsExactly(1001, 1001, 1001, 1001, 1001, 1);
    }

    @Test
    void arraysThatAreTrainedLaterCountTheirOwnSteps() {
        LiveNetwork live = live();
        var adam = new Adam(0.1);
        live.memory().serve(adam);
        INDArray weight = live.network().weight(WEIGHT);
        INDArray gradient = weight.ulike().assign(1);
        for (int i = 0; i < 1000; i++) {
            live.memory().nextStep();
        }
        step(live, adam, weight, gradient);
        assertThat(Flat.copy(weight)[0]).isCloseTo(0.9f, within(1e-5f));
    }

    private static void step(LiveNetwork live, Adam adam, INDArray weight, INDArray gradient) {
        long step = live.memory().nextStep();
        adam.update(
                weight,
                gradient,
                live.memory().slots(WEIGHT.toString(), adam, DataType.FLOAT, 2, 3),
                adam.learningRate(),
                step,
                true);
    }
}
