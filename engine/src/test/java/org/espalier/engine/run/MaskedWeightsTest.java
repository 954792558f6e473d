package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.schedule.Progress;
import org.espalier.api.stage.Snapshots.Part;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.mask.parameterization.HardMask;
import org.espalier.engine.mask.parameterization.StraightThrough;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.architecture.Mlp;
import org.espalier.engine.network.initializer.KaimingUniform;
import org.espalier.engine.optimizer.Momentum;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What moves masked weights in a step, and what must not. */
final class MaskedWeightsTest {
    private static final ParamId WEIGHT = ParamId.of("fc1", "weight");

    private final LiveNetwork live = live(4);
    private final StepUpdate update = update(live);

    private static LiveNetwork live(long units) {
        var network = new Network(new Mlp(List.of(units, 2L)).build(List.of(units), 2));
        network.initialize(new KaimingUniform(), id -> new SplittableRandom(id.hashCode()));
        return new LiveNetwork(network, CommitRules.DEFAULT, message -> {});
    }

    private static StepUpdate update(LiveNetwork live) {
        var optimizer = new Momentum(0.1, 0.9, 1e-2, 0);
        live.memory().serve(optimizer);
        return new StepUpdate(live, optimizer, live.params());
    }

    private static MaskSet first(LiveNetwork live, int share) {
        MaskSet masks = live.masks();
        for (ParamInfo param : live.prunable()) {
            masks = masks.with(param.id(), Mask.of(param.shape(), i -> i % share == 0));
        }
        return masks;
    }

    private static void step(LiveNetwork live, StepUpdate update, float added) {
        for (ParamInfo param : live.params()) {
            live.network().gradient(param.id()).assign(1);
        }
        update.pullBack(Progress.DONE);
        update.use(Tensors.of(
                live.params(), param -> live.network().gradient(param.id()).add(added)));
        update.move(0.1);
    }

    private static void assertMasked(LiveNetwork live) {
        for (ParamInfo param : live.prunable()) {
            Mask mask = live.masks().get(param.id());
            assertThat(dead(live.effective(param.id()), mask)).containsOnly(0);
            assertThat(dead(live.network().gradient(param.id()), mask)).containsOnly(0);
            live.memory().slot(param.id().toString(), "momentum").ifPresent(slot -> assertThat(dead(slot, mask))
                    .containsOnly(0));
        }
    }

    private static float[] dead(INDArray array, Mask mask) {
        float[] values = Flat.copy(array);
        float[] dead = new float[(int) (mask.size() - mask.alive())];
        int[] next = new int[1];
        mask.not().forEachAlive(i -> dead[next[0]++] = values[(int) i]);
        return dead;
    }

    @Test
    void masksHoldWhateverHooksMakeOfGradients() {
        live.commit(Revision.of(first(live, 2)));
        step(live, update, 1);
        step(live, update, 1);
        assertMasked(live);
    }

    @Test
    void masksHoldWhereLivingElementsAloneAreTrained() {
        LiveNetwork sparse = live(100);
        StepUpdate own = update(sparse);
        sparse.commit(Revision.of(first(sparse, 20)));
        assertThat(sparse.network().sparse(WEIGHT)).isPresent();
        step(sparse, own, 1);
        step(sparse, own, 1);
        assertMasked(sparse);
    }

    @Test
    void whatMayTrainMoreThanItRunsWithDoesNotReachWeightsThatAreTrainedAsTheyRun() {
        MaskSet most = live.masks();
        live.commit(Revision.of(first(live, 2)).withBackward(most));
        step(live, update, 0);
        assertMasked(live);
    }

    @Test
    void aMomentumThatComesBackMovesNothingThatWasMaskedSince() {
        var snapshots = new SnapshotStore(live);
        step(live, update, 0);
        snapshots.take("trained");
        live.commit(Revision.of(first(live, 2)));
        snapshots.restore("trained", EnumSet.of(Part.WEIGHTS, Part.OPTIMIZER));
        step(live, update, 0);
        assertMasked(live);
    }

    /** Top-KAST trains a set of weights that moves, and keeps what the optimizer has of those that left it. */
    @Test
    void hardMaskedWeightsStandStillOutsideOfWhatIsTrained() {
        live.parameterize(new HardMask(), List.of(), "*", name -> new SplittableRandom(1));
        step(live, update, 0);
        MaskSet trained = first(live, 2);
        live.commit(Revision.of(first(live, 4))
                .growing(MaskSet.none(), GrowthStart.KEPT)
                .withBackward(trained)
                .keepingSlots());
        float[] before = Flat.copy(live.latent(WEIGHT));
        step(live, update, 1);
        float[] after = Flat.copy(live.latent(WEIGHT));
        Mask receiving = trained.get(WEIGHT);
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i] != before[i]).as("weight %d moved", i).isEqualTo(receiving.get(i));
        }
    }

    @Test
    void whatIsTrainedThroughItsMasksMovesBehindThem() {
        live.parameterize(new StraightThrough(), List.of(), "*", name -> new SplittableRandom(1));
        live.commit(Revision.of(first(live, 2)));
        float[] before = Flat.copy(live.latent(WEIGHT));
        step(live, update, 0);
        assertThat(Flat.copy(live.latent(WEIGHT))).isNotEqualTo(before);
        assertThat(dead(live.effective(WEIGHT), live.masks().get(WEIGHT))).containsOnly(0);
    }
}
