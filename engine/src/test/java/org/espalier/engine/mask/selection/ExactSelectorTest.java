package org.espalier.engine.mask.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Scope;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.engine.mask.Params;
import org.espalier.engine.mask.criterion.GroupNorm;
import org.espalier.engine.mask.granularity.BlockBundle;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ExactSelectorTest {
    private static final ParamInfo FIRST = Params.weight("first", 3, 5);
    private static final ParamInfo SECOND = Params.weight("second", 7, 11);
    private static final ParamInfo FILTERS = Params.weight("filters", 5, 6, 2, 3);
    private static final List<ParamInfo> ALL = List.of(FIRST, SECOND, FILTERS);
    private static final int SIZE = 15 + 77 + 180;

    private final ExactSelector selector = new ExactSelector();

    @Test
    void keepsTheHighestAndOfEqualOnesTheFirst() {
        assertThat(keep(3, 1f, 5f, 5f, -2f, 5f, 7f)).containsExactly(1, 2, 5);
        assertThat(keep(2, 1f, 1f, 1f, 1f, 1f, 1f)).containsExactly(0, 1);
        assertThat(keep(2, -3f, -1f, -2f, -1f, -9f, -1f)).containsExactly(1, 3);
    }

    @Test
    void zeroHasNoSign() {
        assertThat(keep(2, -0.0f, 0.0f, -0.0f, 0.0f, -1f, -1f)).containsExactly(0, 1);
        assertThat(keep(1, -Float.MIN_VALUE, -0.0f, 0.0f, 0.0f, -1f, -1f)).containsExactly(1);
    }

    @Test
    void infinitiesAreTheOutermostScores() {
        float inf = Float.POSITIVE_INFINITY;
        assertThat(keep(2, Float.MAX_VALUE, -inf, inf, 0f, -inf, -Float.MAX_VALUE))
                .containsExactly(0, 2);
        assertThat(keep(5, Float.MAX_VALUE, -inf, inf, 0f, -inf, -Float.MAX_VALUE))
                .containsExactly(0, 1, 2, 3, 5);
    }

    @Test
    void aScoreThatIsNotANumberIsAnErrorWhoeverWins() {
        for (int keep : new int[] {0, 3, 6}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> keep(keep, 1f, 2f, 3f, 4f, Float.NaN, 6f))
                    .withMessage("the score of 'fc.weight' at position 4 is not a number: the training has diverged, or"
                            + " the criterion divides by zero");
        }
        Tensors doubles = new Tensors(java.util.Map.of(
                FIRST.id(), Nd4j.createFromArray(new double[] {1, Double.NaN}).reshape(1, 2)));
        ParamInfo two = Params.weight("first", 1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> selector.keepBest(
                        pool(0, BlockBundle.elements(two)), doubles, MaskSet.ones(List.of(two)), MaskSet.none()))
                .withMessageContaining("'first.weight' at position 1 is not a number");
    }

    @Test
    void readsViewsAndOtherOrdersAsTheyAreIndexed() {
        ParamInfo info = Params.weight("fc", 2, 3);
        var whole = Nd4j.createFromArray(new float[][] {{9, 9, 9, 9}, {9, 1, 2, 3}, {9, 6, 5, 4}});
        var view = whole.get(NDArrayIndex.interval(1, 3), NDArrayIndex.interval(1, 4));
        var rows = whole.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all()).reshape('c', new long[] {8});
        assertThat(selected(info, new Tensors(java.util.Map.of(info.id(), view)), 2))
                .containsExactly(3, 4);
        assertThat(selected(info, new Tensors(java.util.Map.of(info.id(), view.dup('f'))), 2))
                .containsExactly(3, 4);
        ParamInfo flat = Params.weight("fc", 2, 4);
        assertThat(selected(flat, new Tensors(java.util.Map.of(info.id(), rows.reshape('c', 2, 4))), 3))
                .containsExactly(0, 4, 5);
    }

    @Test
    void whoHasFewerEligibleUnitsKeepsThemAll() {
        ParamInfo info = Params.weight("fc", 1, 6);
        Mask eligible = Mask.of(info.shape(), i -> i == 1 || i == 4);
        MaskSet kept = selector.keepBest(
                pool(4, BlockBundle.elements(info)),
                Params.cut(List.of(info), new float[] {6, 5, 4, 3, 2, 1}),
                new MaskSet(java.util.Map.of(info.id(), eligible)),
                MaskSet.none());
        assertThat(kept.get(info.id())).isEqualTo(eligible);
    }

    @Test
    void othersMasksAreTakenOver() {
        MaskSet into = MaskSet.ones(ALL);
        MaskSet kept = selector.keepBest(pool(2, BlockBundle.elements(FIRST)), scores(1, 9), MaskSet.ones(ALL), into);
        assertThat(kept.get(SECOND.id())).isEqualTo(into.get(SECOND.id()));
        assertThat(kept.get(FIRST.id()).alive()).isEqualTo(2);
    }

    @Property(tries = 300)
    void agreesWithSortingInOnePool(
            @ForAll("values") float[] values, @ForAll @IntRange(min = 0, max = SIZE) int keep, @ForAll long seed) {
        Bundle[] bundles = ALL.stream().map(BlockBundle::elements).toArray(Bundle[]::new);
        agree(pool(keep, bundles), Params.cut(ALL, values), eligible(seed));
    }

    @Property(tries = 100)
    void agreesWithSortingOnUnitsOfSeveralWeights(
            @ForAll("finite") float[] values, @ForAll @IntRange(min = 0, max = 15) int keep, @ForAll long seed) {
        Bundle[] bundles = {
            BlockBundle.rows(FIRST, GroupNorm.SUM),
            BlockBundle.channels(FILTERS, GroupNorm.L2),
            BlockBundle.blocks(SECOND, 3, 8, GroupNorm.MAX)
        };
        agree(pool(keep, bundles), Params.cut(ALL, values), eligible(seed));
    }

    @Property(tries = 100)
    void agreesWithSortingOnDoubles(
            @ForAll("values") float[] values, @ForAll @IntRange(min = 0, max = SIZE) int keep, @ForAll long seed) {
        Tensors doubles = Params.cut(ALL, values)
                .map(array -> array.castTo(DataType.DOUBLE).muli(1 + 1e-12));
        Bundle[] bundles = ALL.stream().map(BlockBundle::elements).toArray(Bundle[]::new);
        agree(pool(keep, bundles), doubles, eligible(seed));
    }

    @Property(tries = 300)
    void agreesWithSortingInTiles(
            @ForAll("values") float[] values,
            @ForAll("axes") List<Axis> along,
            @ForAll @IntRange(min = 1, max = 200) int of,
            @ForAll @IntRange(min = 0, max = 200) int keep,
            @ForAll long seed) {
        List<Scope> scopes = new ArrayList<>();
        for (ParamInfo info : ALL) {
            scopes.add(new Scope.Tiles(BlockBundle.elements(info), Math.min(keep, of), of, along));
        }
        agree(new Allocation(scopes), Params.cut(ALL, values), eligible(seed));
    }

    @Test
    void resultsDoNotDependOnThreadsOrKernel() {
        // Few distinct values: the last of the equal ones are handed out across parts.
        ParamInfo big = Params.weight("big", 700, 1001);
        ParamInfo small = Params.weight("small", 3, 77);
        Random random = new Random(5);
        for (int distinct : new int[] {1, 7, 100_000}) {
            var contests = new ArrayList<Contest>();
            for (ParamInfo info : List.of(small, big)) {
                float[] values = new float[(int) info.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = random.nextInt(distinct) - distinct / 2;
                }
                Mask eligible = Mask.of(info.shape(), i -> i % 7 != 3).reshape(List.of(info.size()));
                contests.add(new Contest(info.id().toString(), Nd4j.createFromArray(values), eligible));
            }
            long[][] wide = WidePoolSelection.select(contests, 123_456);
            for (int threads : new int[] {1, 2, 3, 5}) {
                for (KeyKernel kernel : List.of(new PlainKeyKernel(), KeyKernel.best())) {
                    Pool pool = new Pool(kernel, contests);
                    assertThat(RadixSelection.select(pool, 123_456, threads)).isDeepEqualTo(wide);
                    Optional<long[][]> bracketed = BracketSelection.select(pool, 123_456, threads);
                    // More equal ones than a part can set aside: the bracket gives up.
                    assertThat(bracketed.isPresent() || distinct == 1).isTrue();
                    assertThat(bracketed.isPresent() && distinct * threads == 1).isFalse();
                    bracketed.ifPresent(words -> assertThat(words).isDeepEqualTo(wide));
                }
            }
        }
    }

    @Test
    void vectorsAreUsedWhereTheyAreThere() {
        assertThat(KeyKernel.best().getClass().getSimpleName()).isEqualTo("VectorKeyKernel");
    }

    @Test
    void theBestOfEachRunOfInputsStaysAlsoInConvolutions() {
        ParamInfo conv = Params.weight("conv", 1, 4, 1, 2);
        // Channels 0 to 3 at the left position: 1 4 2 3; at the right one: 9 6 8 7.
        Tensors scores = Params.cut(List.of(conv), new float[] {1, 9, 4, 6, 2, 8, 3, 7});
        MaskSet kept = selector.keepBest(
                new Allocation(List.of(new Scope.Tiles(BlockBundle.elements(conv), 2, 4, List.of(Axis.IN)))),
                scores,
                MaskSet.ones(List.of(conv)),
                MaskSet.none());
        assertThat(alive(kept.get(conv.id()))).containsExactly(1, 2, 5, 6);
    }

    @Provide
    Arbitrary<float[]> values() {
        Arbitrary<Float> few = Arbitraries.of(-1f, -0.0f, 0f, 0.5f, 0.5f, 2f, Float.MIN_VALUE, -Float.MIN_VALUE);
        Arbitrary<Float> outer = Arbitraries.of(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE);
        Arbitrary<Float> any = Arbitraries.floats();
        Arbitrary<float[]> ties = few.array(float[].class).ofSize(SIZE);
        Arbitrary<float[]> mixed = Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(5, any),
                        net.jqwik.api.Tuple.of(2, few),
                        net.jqwik.api.Tuple.of(1, outer))
                .array(float[].class)
                .ofSize(SIZE);
        return Arbitraries.oneOf(ties, mixed);
    }

    /** Sums of infinities of both signs are not numbers. */
    @Provide
    Arbitrary<float[]> finite() {
        return Arbitraries.integers()
                .between(-3, 3)
                .map(i -> i / 2f)
                .array(float[].class)
                .ofSize(SIZE);
    }

    @Provide
    Arbitrary<List<Axis>> axes() {
        return Arbitraries.of(
                List.of(Axis.IN),
                List.of(Axis.OUT),
                List.of(Axis.IN, Axis.HEIGHT, Axis.WIDTH),
                List.of(Axis.WIDTH, Axis.IN),
                List.of(Axis.HEIGHT));
    }

    private void agree(Allocation allocation, Tensors scores, MaskSet eligible) {
        MaskSet into = MaskSet.ones(ALL);
        assertThat(selector.keepBest(allocation, scores, eligible, into))
                .isEqualTo(new ReferenceSelector().keepBest(allocation, scores, eligible, into));
    }

    private static MaskSet eligible(long seed) {
        if (seed % 3 == 0) {
            return MaskSet.ones(ALL);
        }
        Random random = new Random(seed);
        MaskSet set = MaskSet.none();
        for (ParamInfo info : ALL) {
            set = set.with(info.id(), Mask.of(info.shape(), i -> random.nextInt(3) > 0));
        }
        return set;
    }

    private static Tensors scores(long seed, int distinct) {
        Random random = new Random(seed);
        float[] values = new float[SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(distinct);
        }
        return Params.cut(ALL, values);
    }

    private static Allocation pool(long keep, Bundle... bundles) {
        long units = Arrays.stream(bundles).mapToLong(Bundle::units).sum();
        return new Allocation(List.of(new Scope.Pool(List.of(bundles), Math.min(keep, units))));
    }

    private List<Integer> keep(long count, float... values) {
        ParamInfo info = Params.weight("fc", 2, values.length / 2);
        return selected(info, Params.cut(List.of(info), values), count);
    }

    private List<Integer> selected(ParamInfo info, Tensors scores, long count) {
        MaskSet ones = MaskSet.ones(List.of(info));
        return alive(selector.keepBest(pool(count, BlockBundle.elements(info)), scores, ones, MaskSet.none())
                .get(info.id()));
    }

    private static List<Integer> alive(Mask mask) {
        List<Integer> alive = new ArrayList<>();
        mask.forEachAlive(i -> alive.add((int) i));
        return alive;
    }
}
