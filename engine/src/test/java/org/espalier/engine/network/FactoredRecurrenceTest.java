package org.espalier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.score.Instruments;
import org.espalier.engine.kernel.Cell;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.architecture.template.Recurrent;
import org.espalier.engine.network.graph.Graph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Recurrent layers of which single matrices are products of two parameters. */
final class FactoredRecurrenceTest {
    private static final int BATCH = 3;
    private static final List<Long> INPUT = List.of(6L, 5L);

    @Test
    void theFactorsAreParametersInThePlaceOfTheirMatrix() {
        Network network = network(new Recurrent(Cell.GRU, 4, true, Map.of("recurrent.reset", 2L)), reference());
        assertThat(network.params())
                .extracting(param -> param.id().name() + " " + param.shape())
                .startsWith("weight.update [4, 5]")
                .containsSubsequence(
                        "recurrent.update [4, 4]",
                        "recurrent.reset.left [4, 2]",
                        "recurrent.reset.right [2, 4]",
                        "recurrent.candidate [4, 4]")
                .doesNotContain("recurrent.reset [4, 4]");
        assertThat(network.layers().get(0).factored()).singleElement().satisfies(matrix -> assertThat(
                        matrix.name() + " " + matrix.rows() + " " + matrix.rank() + " " + matrix.columns())
                .isEqualTo("recurrent.reset 4 2 4"));
    }

    @Test
    void atFullRankALayerComputesWhatItDidInDoubles() {
        for (Cell cell : Cell.values()) {
            checkAtFullRank(cell, reference(), 1e-12);
        }
    }

    @Test
    void atFullRankALayerComputesWhatItDidInFloats() {
        for (Cell cell : Cell.values()) {
            checkAtFullRank(cell, new Computing(Kernels.fast(2), DataType.FLOAT), 1e-6);
        }
    }

    private static void checkAtFullRank(Cell cell, Computing computing, double tolerance) {
        String weight = cell.matrices().get(1);
        String recurrent = cell.matrices().get(cell.matrices().size() - 1);
        Network whole = network(new Recurrent(cell, 7, false), computing);
        Network factored = network(new Recurrent(cell, 7, false, Map.of(weight, 5L, recurrent, 7L)), computing);
        for (ParamInfo param : whole.params()) {
            if (factored.params().contains(param)) {
                factored.weight(param.id()).assign(whole.weight(param.id()));
            }
        }
        for (String name : List.of(weight, recurrent)) {
            whole.weight(id(name)).assign(product(factored, name));
        }
        INDArray inputs = noise(computing, 11, BATCH, 6, 5);
        INDArray atOutput = noise(computing, 12, BATCH, 6, 7);
        requireClose(run(factored, inputs), run(whole, inputs), tolerance);
        whole.backward(atOutput);
        factored.backward(atOutput);
        for (String name : List.of(weight, recurrent)) {
            INDArray gradient = whole.gradient(id(name));
            INDArray left = factored.weight(id(name + ".left"));
            INDArray right = factored.weight(id(name + ".right"));
            requireClose(factored.gradient(id(name + ".left")), gradient.mmul(right.transpose()), 10 * tolerance);
            requireClose(
                    factored.gradient(id(name + ".right")), left.transpose().mmul(gradient), 10 * tolerance);
        }
        for (ParamInfo param : whole.params()) {
            if (factored.params().contains(param)) {
                requireClose(factored.gradient(param.id()), whole.gradient(param.id()), 10 * tolerance);
            }
        }
    }

    /** A layer without a way back has its products too, and one that is frozen leaves its factors alone. */
    @Test
    void productsAreMadeOfTheFactorsOfTheMoment() {
        Network network = network(new Recurrent(Cell.LSTM, 4, true, Map.of("weight.input", 2L)), reference());
        INDArray inputs = noise(reference(), 1, BATCH, 6, 5);
        INDArray before = run(network, inputs).dup();
        network.weight(id("weight.input.left")).muli(0.5);
        INDArray after = run(network, inputs).dup();
        assertThat(after).isNotEqualTo(before);
        assertThat(network.forward(inputs, Mode.PREDICT, new SplittableRandom(1)))
                .isEqualTo(after);
        network.setFrozen(java.util.Set.of(new LayerId("layer")));
        run(network, inputs);
        network.backward(noise(reference(), 2, BATCH, 4));
        assertThat(network.gradient(id("weight.input.left")).amaxNumber().doubleValue())
                .isZero();
    }

    /** Also where only the last state is the output, and where matrices are products. */
    @Test
    void tapsAreShownTheStatesThatRecurrentMatricesRead() {
        for (Computing computing : List.of(reference(), new Computing(Kernels.fast(2), DataType.FLOAT))) {
            for (Cell cell : Cell.values()) {
                String factored = cell == Cell.GRU ? "recurrent.reset" : "recurrent.input";
                Map<String, Long> ranks = Map.of(factored, 2L);
                INDArray inputs = noise(computing, 1, BATCH, 6, 5);
                Seen all = seen(network(new Recurrent(cell, 4, false, ranks), computing), inputs);
                Seen last = seen(network(new Recurrent(cell, 4, true, ranks), computing), inputs);
                for (int n = 0; n < BATCH; n++) {
                    for (int j = 0; j < 4; j++) {
                        assertThat(all.states().getDouble(n, 0, j)).isZero();
                        for (int t = 1; t < 6; t++) {
                            assertThat(all.states().getDouble(n, t, j))
                                    .isEqualTo(all.output().getDouble(n, t - 1, j));
                        }
                    }
                }
                assertThat(last.states()).isEqualTo(all.states());
            }
        }
    }

    private record Seen(INDArray output, INDArray states) {}

    private static Seen seen(Network network, INDArray inputs) {
        var states = new ArrayList<INDArray>();
        INDArray output = network.forward(inputs, Mode.INFER, new SplittableRandom(1), new Instruments.Tap() {
            @Override
            public void seen(LayerId layer, INDArray input, INDArray result) {}

            @Override
            public void seenStates(LayerId layer, Supplier<INDArray> before) {
                states.add(before.get());
            }
        });
        return new Seen(output.dup('c'), states.get(0));
    }

    @Test
    void whatCannotBeFactoredIsRefused() {
        requireProblem(
                Map.of("factored", List.of("weight.inptu"), "ranks", List.of(2L)),
                "layer 'layer' (LSTM): it has no matrix 'weight.inptu' to factor; it has [weight.input, weight.forget,"
                        + " weight.cell, weight.output, recurrent.input, recurrent.forget, recurrent.cell,"
                        + " recurrent.output]");
        requireProblem(
                Map.of("factored", List.of("weight.cell"), "ranks", List.of(6L)),
                "layer 'layer' (LSTM): the rank of 'weight.cell' must be from 1 to 5 but is 6");
        requireProblem(
                Map.of("factored", List.of("weight.cell"), "ranks", List.of(0L)),
                "layer 'layer' (LSTM): the rank of 'weight.cell' must be from 1 to 5 but is 0");
        requireProblem(
                Map.of("factored", List.of("weight.cell", "weight.cell"), "ranks", List.of(1L, 2L)),
                "layer 'layer' (LSTM): 'weight.cell' is named twice in 'factored'");
        requireProblem(
                Map.of("factored", List.of("weight.cell")),
                "layer 'layer' (LSTM): 'ranks' must be a list of 1 whole numbers but is missing");
    }

    private static void requireProblem(Map<String, Object> attributes, String message) {
        var all = new java.util.HashMap<>(attributes);
        all.put("hidden_size", 8L);
        assertThatThrownBy(() -> new Network(graph(new LayerSpec.Other("LSTM", all))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    /** What a network computes with, and on. */
    private record Computing(Kernel kernel, DataType type) {}

    private static Computing reference() {
        return new Computing(Kernels.reference(), DataType.DOUBLE);
    }

    private static ParamId id(String name) {
        return ParamId.of("layer", name);
    }

    private static Graph graph(LayerSpec spec) {
        return new Graph(INPUT, List.of(new Graph.Node(new LayerId("layer"), spec, List.of(NetworkView.INPUT))));
    }

    private static Network network(Recurrent layer, Computing computing) {
        Network network = new Network(graph(layer.spec(INPUT)), computing.kernel(), computing.type());
        long seed = 1;
        for (ParamInfo param : network.params()) {
            network.weight(param.id()).assign(noise(computing, seed++, param.shapeArray()));
        }
        return network;
    }

    private static INDArray product(Network network, String name) {
        return network.weight(id(name + ".left"))
                .castTo(DataType.DOUBLE)
                .mmul(network.weight(id(name + ".right")).castTo(DataType.DOUBLE))
                .castTo(network.type());
    }

    private static INDArray run(Network network, INDArray inputs) {
        return network.forward(inputs, Mode.INFER, new SplittableRandom(1));
    }

    /** The largest difference, beside the largest element. */
    private static void requireClose(INDArray actual, INDArray expected, double tolerance) {
        double scale = expected.amaxNumber().doubleValue();
        assertThat(scale).isPositive();
        assertThat(actual.sub(expected).amaxNumber().doubleValue() / scale).isLessThan(tolerance);
    }

    private static INDArray noise(Computing computing, long seed, long... shape) {
        int length = 1;
        for (long extent : shape) {
            length *= (int) extent;
        }
        return Nd4j.createFromArray(new Random(seed).doubles(length, -0.5, 0.5).toArray())
                .castTo(computing.type())
                .reshape('c', shape);
    }
}
