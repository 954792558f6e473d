package org.espalier.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Axis;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.report.Ledger;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LedgersTest {
    // 4 channels of 5x6 in two groups, 6 filters of 3x2, stride 2 by 1, padding 1: planes of 3x7.
    private static final ParamInfo KERNEL = new ParamInfo(
            ParamId.of("conv", "weight"),
            List.of(6L, 2L, 3L, 2L),
            List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH),
            true);
    private static final ParamInfo KERNEL_BIAS =
            new ParamInfo(ParamId.of("conv", "bias"), List.of(6L), List.of(Axis.OUT), false);
    private static final ParamInfo GAMMA =
            new ParamInfo(ParamId.of("norm", "scale"), List.of(6L), List.of(Axis.OUT), false);
    private static final ParamInfo HEAD =
            new ParamInfo(ParamId.of("head", "weight"), List.of(10L, 126L), List.of(Axis.OUT, Axis.IN), true);
    private static final ParamInfo HEAD_BIAS =
            new ParamInfo(ParamId.of("head", "bias"), List.of(10L), List.of(Axis.OUT), false);
    private static final LayerView CONV = new LayerView(
            new LayerId("conv"),
            new LayerSpec.Convolution(4, 6, new Pair(3, 2), new Pair(2, 1), Pair.of(1), Pair.of(1), 2, true),
            List.of(KERNEL, KERNEL_BIAS),
            List.of(NetworkView.INPUT),
            List.of(6L, 3L, 7L));
    private static final LayerView NORM = new LayerView(
            new LayerId("norm"),
            new LayerSpec.Other("BatchNormalization", Map.of()),
            List.of(GAMMA),
            List.of(CONV.id()),
            CONV.outputShape());
    private static final LayerView FLATTEN = new LayerView(
            new LayerId("flatten"),
            new LayerSpec.Other("Flatten", Map.of()),
            List.of(),
            List.of(NORM.id()),
            List.of(126L));
    private static final LayerView DENSE = new LayerView(
            new LayerId("head"),
            new LayerSpec.Dense(126, 10, 1, true),
            List.of(HEAD, HEAD_BIAS),
            List.of(FLATTEN.id()),
            List.of(10L));

    @Test
    void countsWhatLoopsOverTheNetworkCount() {
        Random random = new Random(11);
        MaskSet masks = new MaskSet(Map.of(
                KERNEL.id(), Mask.of(KERNEL.shape(), i -> random.nextBoolean()),
                HEAD.id(), Mask.of(HEAD.shape(), i -> random.nextInt(10) == 0)));
        Ledger ledger = Ledgers.of(network(masks), masks);
        Ledger.Line conv = ledger.layers().get(0);
        assertThat(conv.kind()).isEqualTo("Conv");
        assertThat(conv.denseFlops()).isEqualTo(convolve(Mask.ones(KERNEL.shape())));
        assertThat(conv.sparseFlops()).isEqualTo(convolve(masks.get(KERNEL.id())));
        Ledger.Line head = ledger.layers().get(2);
        assertThat(head.denseFlops()).isEqualTo(2 * 1260 + 10);
        assertThat(head.sparseFlops()).isEqualTo(2 * masks.get(HEAD.id()).alive() + 10);
    }

    @Test
    void countsParametersByLayer() {
        MaskSet masks = new MaskSet(
                Map.of(KERNEL.id(), Mask.of(KERNEL.shape(), i -> i % 3 == 0), HEAD.id(), Mask.ones(HEAD.shape())));
        Ledger ledger = Ledgers.of(network(masks), masks);
        assertThat(ledger.rule()).isEqualTo(Ledgers.RULE);
        assertThat(ledger.layers())
                .containsExactly(
                        new Ledger.Line("conv", "Conv", 78, 72, 24, 30, 2 * 72 * 21 + 6 * 21, 2 * 24 * 21 + 6 * 21),
                        new Ledger.Line("norm", "BatchNormalization", 6, 0, 0, 6, 0, 0),
                        new Ledger.Line("head", "Gemm", 1270, 1260, 1260, 1270, 2530, 2530));
        assertThat(ledger.total().parameters()).isEqualTo(78 + 6 + 1270);
        assertThat(ledger.total().nonzero()).isEqualTo(30 + 6 + 1270);
    }

    @Test
    void tiedWeightsCountOnceAndWorkTwice() {
        LayerView again = new LayerView(
                new LayerId("again"), DENSE.spec(), List.of(HEAD), List.of(FLATTEN.id()), DENSE.outputShape());
        NetworkView tied = new FakeNetwork(
                List.of(126L), List.of(DENSE, again), network(MaskSet.none()).weights());
        Ledger ledger = Ledgers.of(tied, MaskSet.none());
        assertThat(ledger.layers().get(1).parameters()).isZero();
        assertThat(ledger.layers().get(1).denseFlops()).isEqualTo(2520);
    }

    /** A matrix of 8 by 6 as factors of rank 2, run at each of 5 steps, beside another that is whole. */
    @Test
    void aProductOfFactorsCostsWhatIsRun() {
        LayerId id = new LayerId("cell");
        List<Axis> axes = List.of(Axis.OUT, Axis.IN);
        var left = new ParamInfo(ParamId.of("cell", "weight.input.left"), List.of(8L, 2L), axes, true);
        var right = new ParamInfo(ParamId.of("cell", "weight.input.right"), List.of(2L, 6L), axes, true);
        var whole = new ParamInfo(ParamId.of("cell", "recurrent.input"), List.of(8L, 8L), axes, true);
        var spec = new LayerSpec.Other("GRU", Map.of("steps", 5L)).factoring(Map.of("weight.input", 2L));
        var layer = new LayerView(id, spec, List.of(left, right, whole), List.of(NetworkView.INPUT), List.of(8L));
        MaskSet masks = new MaskSet(
                Map.of(left.id(), Mask.of(left.shape(), i -> i == 0), whole.id(), Mask.of(whole.shape(), i -> i < 3)));
        Tensors weights = Tensors.of(layer.params(), param -> Nd4j.ones(param.shapeArray()));
        Ledger.Line line = Ledgers.of(new FakeNetwork(List.of(5L, 6L), List.of(layer), weights), masks)
                .total();
        long product = 2 * 8 * 6 * 2 + 2 * 8 * 6 * 5;
        assertThat(line.parameters()).isEqualTo(8 * 2 + 2 * 6 + 8 * 8);
        assertThat(line.alive()).isEqualTo(1 + 12 + 3);
        assertThat(line.denseFlops()).isEqualTo(product + 2 * 64 * 5);
        assertThat(line.sparseFlops()).isEqualTo(product + 2 * 3 * 5);
        assertThat(new FlopCost().cost(List.of(5L, 6L), List.of(layer))).isEqualTo((double) line.denseFlops());
    }

    @Test
    void costModelsAgreeWithTheLedger() {
        List<LayerView> chain = List.of(CONV, NORM, FLATTEN, DENSE);
        Ledger.Line total = Ledgers.of(network(MaskSet.none()), MaskSet.none()).total();
        assertThat(new ParameterCost().cost(List.of(4L, 5L, 6L), chain)).isEqualTo((double) total.parameters());
        assertThat(new FlopCost().cost(List.of(4L, 5L, 6L), chain)).isEqualTo((double) total.denseFlops());
    }

    /** Counts one by one what a convolution does with living weights; zeros of the padding are multiplied as well. */
    private static long convolve(Mask living) {
        long flops = 0;
        for (int filter = 0; filter < 6; filter++) {
            for (int y = 0; y + 3 <= 5 + 2; y += 2) {
                for (int x = 0; x + 2 <= 6 + 2; x++) {
                    flops++;
                    for (int weight = 0; weight < 2 * 3 * 2; weight++) {
                        flops += living.get(filter * 12L + weight) ? 2 : 0;
                    }
                }
            }
        }
        return flops;
    }

    private static FakeNetwork network(MaskSet masks) {
        Map<ParamId, INDArray> weights = new LinkedHashMap<>();
        for (ParamInfo info : List.of(KERNEL, KERNEL_BIAS, GAMMA, HEAD, HEAD_BIAS)) {
            Mask mask = masks.byId().getOrDefault(info.id(), Mask.ones(info.shape()));
            // Also the other zero is zero.
            INDArray ones = Nd4j.ones(info.shapeArray()).muli(-1);
            weights.put(info.id(), ones.muli(mask.toArray()));
        }
        return new FakeNetwork(List.of(4L, 5L, 6L), List.of(CONV, NORM, FLATTEN, DENSE), new Tensors(weights));
    }
}
