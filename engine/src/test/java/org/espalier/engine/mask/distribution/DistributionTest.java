package org.espalier.engine.mask.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Scope;
import org.espalier.api.budget.Target;
import org.espalier.api.budget.Target.Base;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.mask.FakeScoring;
import org.espalier.engine.mask.Params;
import org.espalier.engine.mask.criterion.GroupNorm;
import org.espalier.engine.mask.granularity.ElementGranularity;
import org.espalier.engine.mask.granularity.FilterGranularity;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static final List<ParamInfo> LENET_300 =
            List.of(Params.weight("fc1", 300, 784), Params.weight("fc2", 100, 300), Params.weight("fc3", 10, 100));
    private static final List<ParamInfo> LENET_5 = List.of(
            Params.weight("conv1", 20, 1, 5, 5),
            Params.weight("conv2", 50, 20, 5, 5),
            Params.weight("fc1", 500, 800),
            Params.weight("fc2", 10, 500));

    /** From RigL's reference code: sparsity of each layer. */
    @Test
    void erdosRenyiMeetsTheReference() {
        Distribution erk = new ErdosRenyiKernelDistribution(1, List.of());
        Distribution er = new ErdosRenyiDistribution(1, List.of());
        for (Distribution both : List.of(erk, er)) {
            assertSparsity(both, LENET_300, 0.90, .920432, .769811, 0);
            assertSparsity(both, LENET_300, 0.95, .961516, .888666, .081493);
            assertSparsity(both, LENET_300, 0.98, .984606, .955466, .632597);
            assertSparsity(both, LENET_300, 0.99, .992303, .977733, .816299);
        }
        assertSparsity(erk, LENET_5, 0.90, 0, .912928, .911567, 0);
        assertSparsity(erk, LENET_5, 0.95, .273884, .962523, .961937, 0);
        assertSparsity(erk, LENET_5, 0.98, .722113, .985657, .985433, .542832);
        assertSparsity(erk, LENET_5, 0.99, .861057, .992829, .992717, .771416);
        assertSparsity(er, LENET_5, 0.90, 0, .138197, .959988, 0);
        assertSparsity(er, LENET_5, 0.95, 0, .586587, .980806, .397598);
        assertSparsity(er, LENET_5, 0.98, 0, .840534, .992596, .767635);
        assertSparsity(er, LENET_5, 0.99, 0, .925183, .996526, .890980);
    }

    @Test
    void powerZeroIsUniform() {
        assertThat(counts(new ErdosRenyiKernelDistribution(0, List.of()), LENET_5, 0.1, Base.ALL))
                .isEqualTo(counts(new UniformDistribution(List.of()), LENET_5, 0.1, Base.ALL));
    }

    @Test
    void erdosRenyiLeavesExceptionsDenseAndOutOfTheBudget() {
        List<Long> counts = counts(new ErdosRenyiKernelDistribution(1, List.of("conv1")), LENET_5, 0.1, Base.ALL);
        assertThat(counts.get(0)).isEqualTo(500);
        assertThat(counts.stream().mapToLong(Long::longValue).sum()).isBetween(500L + 43_000, 500L + 43_003);
    }

    @Test
    void uniformRoundsAsRigLDoes() {
        // floor(0.2 · 100) = 20 zeros of 100, floor(0.2 · 7) = 1 zero of 7.
        List<ParamInfo> params = List.of(Params.weight("a", 10, 10), Params.weight("b", 1, 7));
        assertThat(counts(new UniformDistribution(List.of()), params, 0.8, Base.ALL))
                .containsExactly(80L, 6L);
        assertThat(counts(new UniformDistribution(List.of("b")), params, 0.8, Base.ALL))
                .containsExactly(80L, 7L);
    }

    @Test
    void globalIsOnePool() {
        var scopes = allocate(new GlobalDistribution(List.of()), LENET_300, 0.08, Base.ALL, MaskSet.ones(LENET_300));
        assertThat(scopes).singleElement().isInstanceOfSatisfying(Scope.Pool.class, pool -> {
            assertThat(pool.bundles()).hasSize(3);
            assertThat(pool.keep()).isEqualTo(21_296);
        });
    }

    @Test
    void globalLeavesExceptionsAlone() {
        assertThat(counts(new GlobalDistribution(List.of("fc3*")), LENET_300, 0.1, Base.ALL))
                .containsExactly(26_520L, 1000L);
    }

    @Test
    void sharesOfLivingWeightsCountTheLiving() {
        MaskSet masks = halved(LENET_300);
        assertThat(counts(new UniformDistribution(List.of()), LENET_300, 0.5, Base.ALIVE, masks))
                .containsExactly(58_800L, 7_500L, 250L);
        assertThat(counts(new GlobalDistribution(List.of()), LENET_300, 0.5, Base.ALIVE, masks))
                .containsExactly(66_550L);
        assertThat(counts(new ErdosRenyiDistribution(1, List.of()), LENET_300, 0.2, Base.ALIVE, masks))
                .isEqualTo(counts(new ErdosRenyiDistribution(1, List.of()), LENET_300, 0.1, Base.ALL, masks));
        assertThat(counts(new PerOutputDistribution(List.of()), LENET_300, 0.5, Base.ALIVE, masks))
                .containsExactly(196L, 75L, 25L);
    }

    @Test
    void perLayerTakesTheFirstPatternThatMatches() {
        Map<String, Double> keep = new LinkedHashMap<>();
        keep.put("fc2", 0.5);
        keep.put("fc*", 0.1);
        assertThat(counts(new PerLayerDistribution(keep), LENET_5, 0.9, Base.ALL))
                .containsExactly(450L, 22_500L, 40_000L, 2_500L);
    }

    @Test
    void aPatternThatMatchesNothingIsAnErrorThatListsTheNames() {
        for (Distribution distribution : List.of(
                new PerLayerDistribution(Map.of("dense*", 0.5)),
                new UniformDistribution(List.of("dense*")),
                new GlobalDistribution(List.of("dense*")))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> counts(distribution, LENET_300, 0.5, Base.ALL))
                    .withMessage(
                            "no prunable parameter matches 'dense*'. There are: fc1.weight, fc2.weight, fc3.weight");
        }
    }

    @Test
    void nOfMRunsAlongInputs() {
        var scopes = allocate(
                new SemiStructuredDistribution(2, 4, List.of("conv1")), LENET_5, 1, Base.ALL, MaskSet.ones(LENET_5));
        assertThat(scopes.get(0)).isInstanceOfSatisfying(Scope.Pool.class, pool -> assertThat(pool.keep())
                .isEqualTo(500));
        assertThat(scopes.get(1)).isInstanceOfSatisfying(Scope.Tiles.class, tiles -> {
            assertThat(tiles.keep()).isEqualTo(2);
            assertThat(tiles.of()).isEqualTo(4);
            assertThat(tiles.along()).containsExactly(Axis.IN);
        });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SemiStructuredDistribution(5, 4, List.of()))
                .withMessage("'keep' must be in [1, of] but is 5 of 4");
    }

    @Test
    void tilesNeedSingleWeights() {
        List<Bundle> filters = new FilterGranularity(GroupNorm.SUM)
                .bundles(FakeScoring.of(LENET_5).network());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PerOutputDistribution(List.of())
                        .allocate(new Target(0.5, Base.ALL), filters, FakeScoring.of(LENET_5)))
                .withMessage("the distribution 'per-output' needs the granularity 'element', but the units of"
                        + " 'conv1.weight' hold several weights");
    }

    @Test
    void perOutputTakesWholeFilters() {
        var scopes = allocate(new PerOutputDistribution(List.of()), LENET_5, 0.1, Base.ALL, MaskSet.ones(LENET_5));
        assertThat(scopes.get(1)).isInstanceOfSatisfying(Scope.Tiles.class, tiles -> {
            assertThat(tiles.keep()).isEqualTo(50);
            assertThat(tiles.of()).isEqualTo(500);
            assertThat(tiles.along()).containsExactly(Axis.IN, Axis.HEIGHT, Axis.WIDTH);
        });
    }

    @Property(tries = 200)
    void countsAddUpToTheTarget(@ForAll @DoubleRange(min = 0, max = 1) double keep) {
        for (List<ParamInfo> params : List.of(LENET_300, LENET_5)) {
            long units = params.stream().mapToLong(ParamInfo::size).sum();
            for (Distribution distribution : List.of(
                    new UniformDistribution(List.of()),
                    new GlobalDistribution(List.of()),
                    new ErdosRenyiDistribution(1, List.of()),
                    new ErdosRenyiKernelDistribution(1, List.of()),
                    new ErdosRenyiKernelDistribution(0.5, List.of()))) {
                long sum = counts(distribution, params, keep, Base.ALL).stream()
                        .mapToLong(Long::longValue)
                        .sum();
                assertThat((double) sum)
                        .as(distribution.toString())
                        .isCloseTo(keep * units, within(2.0 * params.size()));
            }
        }
    }

    private static void assertSparsity(
            Distribution distribution, List<ParamInfo> params, double sparsity, double... expected) {
        List<Long> counts = counts(distribution, params, 1 - sparsity, Base.ALL);
        for (int i = 0; i < expected.length; i++) {
            double units = params.get(i).size();
            // The reference states shares before they are rounded to whole weights.
            assertThat(1 - counts.get(i) / units)
                    .as("%s of %s at %s", distribution, params.get(i).id(), sparsity)
                    .isCloseTo(expected[i], within(1e-6 + 1 / units));
        }
    }

    private static List<Long> counts(Distribution distribution, List<ParamInfo> params, double keep, Base of) {
        return counts(distribution, params, keep, of, MaskSet.ones(params));
    }

    private static List<Long> counts(
            Distribution distribution, List<ParamInfo> params, double keep, Base of, MaskSet masks) {
        return allocate(distribution, params, keep, of, masks).stream()
                .map(scope -> scope instanceof Scope.Pool pool ? pool.keep() : ((Scope.Tiles) scope).keep())
                .toList();
    }

    private static List<Scope> allocate(
            Distribution distribution, List<ParamInfo> params, double keep, Base of, MaskSet masks) {
        FakeScoring scoring = FakeScoring.of(params).under(masks);
        return distribution
                .allocate(new Target(keep, of), new ElementGranularity().bundles(scoring.network()), scoring)
                .scopes();
    }

    private static MaskSet halved(List<ParamInfo> params) {
        MaskSet masks = MaskSet.none();
        for (ParamInfo info : params) {
            masks = masks.with(info.id(), Mask.of(info.shape(), i -> i % 2 == 0));
        }
        return masks;
    }
}
