package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.decompose.Factorization.Chain;
import org.espalier.api.decompose.Factorization.Factors;
import org.espalier.api.decompose.Factorization.Products;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.graph.Graph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What becomes of a network when factors take a layer's place, or that of single matrices. */
final class FactorsTest {
    private static final LayerId CELL = new LayerId("lstm1");
    private static final LayerId HEAD = new LayerId("fc1");
    private static final ParamId FORGET = ParamId.of("lstm1", "weight.forget");
    private static final ParamId LEFT = ParamId.of("lstm1", "weight.forget.left");
    private static final ParamId RIGHT = ParamId.of("lstm1", "weight.forget.right");
    private static final ParamId RECURRENT = ParamId.of("lstm1", "recurrent.cell");
    private static final ParamId DENSE = ParamId.of("fc1", "weight");

    /** An LSTM that reads 4 steps of 3 features, and a dense layer that reads each step of its 5. */
    private static LiveNetwork live() {
        var network = new Network(new Graph(
                List.of(4L, 3L),
                List.of(
                        new Graph.Node(
                                CELL,
                                new LayerSpec.Other("LSTM", Map.of("hidden_size", 5L, "steps", 4L)),
                                List.of(NetworkView.INPUT)),
                        new Graph.Node(HEAD, new Dense(5, 6, 1, true), List.of(CELL)))));
        long seed = 1;
        for (ParamInfo param : network.params()) {
            network.weight(param.id()).assign(noise(seed++, param.shapeArray()));
        }
        return new LiveNetwork(network, CommitRules.DEFAULT, message -> {});
    }

    private static INDArray noise(long seed, long... shape) {
        int length = 1;
        for (long extent : shape) {
            length *= (int) extent;
        }
        float[] values = new float[length];
        Random random = new Random(seed);
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return Nd4j.createFromArray(values).reshape('c', shape);
    }

    private static INDArray run(LiveNetwork live) {
        return live.network()
                .forward(noise(99, 2, 4, 3), Network.Mode.INFER, RandomGenerator.of("L64X128MixRandom"))
                .dup();
    }

    /** The factors of a matrix that are it and one. */
    private static Factorization whole(LiveNetwork live, ParamId matrix) {
        INDArray weight = live.effective(matrix).dup('c');
        return new Products(Map.of(matrix, new Factors(weight, Nd4j.eye(weight.size(1)))));
    }

    private static void requireSame(INDArray actual, INDArray expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.sub(expected).amaxNumber().doubleValue())
                .isLessThan(1e-6 * expected.amaxNumber().doubleValue());
    }

    @Test
    void aMatrixAtFullRankComputesWhatItDid() {
        LiveNetwork live = live();
        INDArray before = run(live);
        live.replace(CELL, whole(live, FORGET));
        requireSame(run(live), before);
        assertThat(live.ids()).contains(LEFT, RIGHT).doesNotContain(FORGET);
        assertThat(live.param(LEFT).prunable()).isTrue();
    }

    @Test
    void aDenseLayerThatReadsStepsBecomesAChain() {
        LiveNetwork live = live();
        INDArray before = run(live);
        live.replace(
                HEAD,
                new Chain(
                        List.of(new Dense(5, 5, 1, false), new Dense(5, 6, 1, true)),
                        List.of(
                                Map.of("weight", Nd4j.eye(5)),
                                Map.of("weight", live.effective(DENSE).dup('c')))));
        requireSame(run(live), before);
        assertThat(live.layers().get(1).outputShape()).containsExactly(4L, 5L);
        assertThat(live.layers().get(1).positions()).isEqualTo(4);
    }

    /** What is masked in a factor is missing in the product, whose own weights are all alive. */
    @Test
    void aChainIsMultipliedOutAsItRuns() {
        LiveNetwork live = live();
        ParamId first = ParamId.of("fc1.1", "weight");
        live.replace(
                HEAD,
                new Chain(
                        List.of(new Dense(5, 4, 1, false), new Dense(4, 6, 1, true)),
                        List.of(
                                Map.of("weight", noise(1, 4, 5)),
                                Map.of("weight", noise(2, 6, 4), "bias", noise(3, 6)))));
        live.commit(Revision.of(live.masks()
                .with(first, Mask.of(List.of(4L, 5L), i -> i % 3 == 0))
                .with(DENSE, Mask.of(List.of(6L, 4L), i -> i % 2 == 0))));
        INDArray before = run(live);
        assertThat(live.chains()).containsExactly(HEAD);
        live.compose(HEAD);
        requireSame(run(live), before);
        assertThat(live.chains()).isEmpty();
        assertThat(live.ids()).contains(DENSE).doesNotContain(first);
        assertThat(live.masks().get(DENSE).alive()).isEqualTo(30);
        assertThatThrownBy(() -> live.compose(HEAD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no chain of factors stands in the place of 'fc1'");
    }

    @Test
    void masksOfOtherMatricesStayAndFactorsTakeTheirOwn() {
        LiveNetwork live = live();
        live.commit(Revision.of(live.masks().with(RECURRENT, Mask.of(List.of(5L, 5L), i -> i % 2 == 0))));
        live.replace(CELL, whole(live, FORGET));
        assertThat(live.masks().get(RECURRENT).alive()).isEqualTo(13);
        assertThat(Flat.copy(live.latent(RECURRENT))).doesNotContain(0f);
        live.commit(Revision.of(live.masks().with(LEFT, Mask.of(List.of(5L, 3L), i -> i < 3))));
        INDArray masked = live.effective(LEFT);
        assertThat(masked.getRow(0).amaxNumber().doubleValue()).isPositive();
        assertThat(masked.getRows(1, 2, 3, 4).amaxNumber().doubleValue()).isZero();
    }

    @Test
    void aFactoredMatrixIsFactoredAgainUnderItsOwnName() {
        LiveNetwork live = live();
        live.replace(CELL, whole(live, FORGET));
        live.replace(CELL, whole(live, RECURRENT));
        INDArray before = run(live);
        INDArray left = live.effective(LEFT).dup('c');
        INDArray right = live.effective(RIGHT).dup('c');
        live.replace(CELL, new Products(Map.of(FORGET, new Factors(left, right))));
        requireSame(run(live), before);
        live.replace(CELL, new Products(Map.of(FORGET, new Factors(noise(1, 5, 1), noise(2, 1, 3)))));
        assertThat(live.param(LEFT).shape()).containsExactly(5L, 1L);
        assertThat(live.layers().get(0).factored())
                .extracting(matrix -> matrix.name() + " " + matrix.rank())
                .containsExactlyInAnyOrder("weight.forget 1", "recurrent.cell 5");
    }

    @Test
    void factorsThatDoNotFitAreRefusedAndNothingChanges() {
        LiveNetwork live = live();
        INDArray before = run(live);
        requireProblem(
                live,
                CELL,
                Map.of(FORGET, new Factors(noise(1, 4, 2), noise(2, 2, 3))),
                "weights of 'lstm1.weight.forget.left' must be of shape [5, 2] but are [4, 2]");
        requireProblem(
                live,
                CELL,
                Map.of(ParamId.of("lstm1", "bias.cell"), new Factors(noise(1, 5, 1), noise(2, 1, 1))),
                "layer 'lstm1' (LSTM): it has no matrix 'bias.cell' to factor; it has [weight.input, weight.forget,"
                        + " weight.cell, weight.output, recurrent.input, recurrent.forget, recurrent.cell, recurrent.output]");
        requireProblem(
                live,
                HEAD,
                Map.of(FORGET, new Factors(noise(1, 5, 2), noise(2, 2, 3))),
                "layer 'fc1' was given factors of 'lstm1.weight.forget', which is another's");
        requireProblem(
                live,
                HEAD,
                Map.of(DENSE, new Factors(noise(1, 6, 2), noise(2, 2, 5))),
                "layer 'fc1' (Gemm) is replaced by a chain of layers, but was given products of single matrices");
        assertThat(run(live)).isEqualTo(before);
        assertThatThrownBy(() -> new Factors(noise(1, 5, 2), noise(2, 3, 3)))
                .hasMessage("factors must be of shapes [rows, rank] and [rank, columns] but are [5, 2] and [3, 3]");
    }

    private static void requireProblem(LiveNetwork live, LayerId layer, Map<ParamId, Factors> factors, String message) {
        assertThatThrownBy(() -> live.replace(layer, new Products(factors)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
