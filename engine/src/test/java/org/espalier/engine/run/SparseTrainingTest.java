package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.schedule.Progress;
import org.espalier.engine.loss.SoftmaxCrossEntropy;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.architecture.Mlp;
import org.espalier.engine.network.initializer.KaimingUniform;
import org.espalier.engine.optimizer.Momentum;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Training by living elements alone gives what training under masks gives; only faster. */
final class SparseTrainingTest {
    private static final ParamId FIRST = ParamId.of("fc1", "weight");

    private final LiveNetwork sparse = live();
    private final LiveNetwork full = live();
    private final StepUpdate sparseUpdate = update(sparse);
    private final StepUpdate fullUpdate = update(full);
    private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();

    private static LiveNetwork live() {
        var network = new Network(new Mlp(List.of(60L, 50L, 4L)).build(List.of(60L), 4));
        network.initialize(new KaimingUniform(), id -> new SplittableRandom(id.hashCode()));
        var live = new LiveNetwork(network, CommitRules.DEFAULT, message -> {});
        live.commit(Revision.of(masks(live, 1)));
        return live;
    }

    private static StepUpdate update(LiveNetwork live) {
        var optimizer = new Momentum(0.1, 0.9, 1e-3, 0);
        live.memory().serve(optimizer);
        return new StepUpdate(live, optimizer, live.params());
    }

    private static MaskSet masks(LiveNetwork live, int seed) {
        var random = new Random(seed);
        MaskSet masks = live.masks();
        for (ParamInfo param : live.prunable()) {
            boolean first = param.id().equals(FIRST);
            masks = masks.with(param.id(), Mask.of(param.shape(), i -> random.nextDouble() < (first ? 0.07 : 0.5)));
        }
        return masks;
    }

    private void step(int size, int seed) {
        // Weights that are replaced for the moment are run in full.
        full.replaced(true);
        var noise = new Random(seed);
        INDArray inputs = Nd4j.create(DataType.FLOAT, size, 60);
        for (long i = 0; i < inputs.length(); i++) {
            inputs.putScalar(i, noise.nextFloat());
        }
        var batch = new Batch(
                inputs, Nd4j.createFromArray(new Random(seed).ints(size, 0, 4).toArray()));
        step(sparse, sparseUpdate, batch);
        step(full, fullUpdate, batch);
    }

    private void step(LiveNetwork live, StepUpdate update, Batch batch) {
        INDArray output = live.network().forward(batch.inputs(), Mode.TRAIN, new SplittableRandom(1));
        live.network().backward(loss.of(output, batch).gradientAtOutput());
        update.pullBack(Progress.DONE);
        update.move(0.1);
    }

    private void assertSame() {
        for (ParamInfo param : full.params()) {
            assertClose(sparse.effective(param.id()), full.effective(param.id()), 1e-5);
            assertClose(slot(sparse, param.id()), slot(full, param.id()), 1e-5);
        }
    }

    private static INDArray slot(LiveNetwork live, ParamId id) {
        return live.memory().slot(id.toString(), "momentum").orElseThrow();
    }

    @Test
    void weightsAndMomentumAreThoseOfFullTraining() {
        for (int seed = 1; seed <= 10; seed++) {
            step(20, seed);
        }
        assertThat(sparse.network().sparse(FIRST)).isPresent();
        assertThat(full.network().sparse(FIRST)).isEmpty();
        assertSame();
        assertThat(nonZero(sparse.effective(FIRST)))
                .isEqualTo(sparse.masks().get(FIRST).alive());
    }

    @Test
    void batchesThatAreTooSmallForItDoNotMatter() {
        step(20, 1);
        step(3, 2);
        step(20, 3);
        assertSame();
    }

    @Test
    void masksMayMove() {
        step(20, 1);
        MaskSet next = masks(full, 2);
        for (LiveNetwork live : List.of(sparse, full)) {
            live.commit(Revision.of(next).growing(next.zip(live.masks(), Mask::andNot), GrowthStart.INITIAL));
        }
        step(20, 2);
        step(20, 3);
        assertSame();
    }

    @Test
    void whoAsksForGradientsInInferenceGetsThoseOfMaskedWeightsToo() {
        step(20, 1);
        INDArray inputs = Nd4j.rand(DataType.FLOAT, 20, 60);
        var batch = new Batch(inputs, Nd4j.createFromArray(new int[20]));
        for (LiveNetwork live : List.of(sparse, full)) {
            INDArray output = live.network().forward(inputs, Mode.INFER, new SplittableRandom(1));
            live.network().backward(loss.of(output, batch).gradientAtOutput());
        }
        assertClose(sparse.network().gradient(FIRST), full.network().gradient(FIRST), 1e-5);
        assertThat(nonZero(sparse.network().gradient(FIRST)))
                .isGreaterThan(sparse.masks().get(FIRST).alive());
        step(20, 2);
        assertThat(nonZero(sparse.network().gradient(FIRST)))
                .isLessThanOrEqualTo(sparse.masks().get(FIRST).alive());
        assertSame();
    }

    @Test
    void weightsThatAreReplacedForTheMomentRunInFullUntilTheOutermostAreBack() {
        step(20, 1);
        var laboratory =
                new Laboratory(sparse, mock(RunData.class), mock(Evaluator.class), () -> new SplittableRandom(1));
        laboratory.withWeights(outer -> outer, () -> {
            laboratory.withWeights(inner -> inner, () -> "measured within a measurement");
            assertThat(sparse.network().sparse(FIRST)).isEmpty();
            return "measured";
        });
        assertThat(sparse.network().sparse(FIRST)).isPresent();
        step(20, 2);
        assertSame();
    }

    @Test
    void gradientsThatSomebodyChangedAreThoseThatCount() {
        for (LiveNetwork live : List.of(sparse, full)) {
            INDArray inputs = Nd4j.ones(DataType.FLOAT, 20, 60);
            var batch = new Batch(inputs, Nd4j.createFromArray(new int[20]));
            StepUpdate update = live == sparse ? sparseUpdate : fullUpdate;
            full.replaced(true);
            INDArray output = live.network().forward(inputs, Mode.TRAIN, new SplittableRandom(1));
            live.network().backward(loss.of(output, batch).gradientAtOutput());
            update.pullBack(Progress.DONE);
            update.clip(1e-3);
            update.move(0.1);
        }
        assertSame();
    }

    private static long nonZero(INDArray array) {
        long count = 0;
        for (float value : Flat.copy(array)) {
            count += value == 0 ? 0 : 1;
        }
        return count;
    }

    private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
        assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThanOrEqualTo(tolerance);
    }
}
