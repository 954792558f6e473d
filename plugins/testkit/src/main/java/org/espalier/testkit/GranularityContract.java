package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.apiguardian.api.API;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Granularity;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.junit.jupiter.api.Test;

/** What every {@link Granularity} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface GranularityContract {
    /** Returns the granularity under test; each call an equal one. */
    Granularity granularity();

    /** Returns the networks to try it on; override where it divides some networks only. */
    default List<FakeNetwork> granularityNetworks() {
        return List.of(FakeNetwork.mlp(), FakeNetwork.convolutional());
    }

    /**
     * Returns whether units overlap or leave weights out, as coupled channels do.
     *
     * @return {@code false}: every prunable weight lies in exactly one unit
     */
    default boolean granularityUnitsOverlapOrLeaveWeightsOut() {
        return false;
    }

    /** Bundles have names of their own, units, and parameters that the network has. */
    @Test
    default void granularityBundlesAreNamedAndNotEmpty() {
        for (FakeNetwork network : granularityNetworks()) {
            List<Bundle> bundles = granularity().bundles(network);
            assertThat(bundles).extracting(Bundle::name).doesNotHaveDuplicates().noneMatch(String::isBlank);
            assertThat(bundles).allSatisfy(bundle -> {
                assertThat(bundle.units()).isPositive();
                assertThat(network.prunable()).extracting(ParamInfo::id).containsAll(bundle.params());
            });
        }
    }

    /** Keeping one unit after the other touches each weight once. */
    @Test
    default void granularityUnitsPartitionThePrunableWeights() {
        if (granularityUnitsOverlapOrLeaveWeightsOut()) {
            return;
        }
        for (FakeNetwork network : granularityNetworks()) {
            MaskSet seen = none(network);
            for (Bundle bundle : granularity().bundles(network)) {
                for (long unit = 0; unit < bundle.units(); unit++) {
                    MaskSet alone = only(bundle, unit, none(network));
                    assertThat(alone.alive())
                            .as("unit %d of %s", unit, bundle.name())
                            .isPositive();
                    assertThat(seen.zip(alone, Mask::and).alive())
                            .as("weights of unit %d of %s that another unit has too", unit, bundle.name())
                            .isZero();
                    seen = seen.zip(alone, Mask::or);
                }
            }
            assertThat(seen).isEqualTo(network.ones());
        }
    }

    /** What is alive after keeping some units is those units. */
    @Test
    default void granularityExpandsAndReadsBackTheSameUnits() {
        for (FakeNetwork network : granularityNetworks()) {
            var random = new SplittableRandom(3);
            for (Bundle bundle : granularity().bundles(network)) {
                Mask kept = Mask.of(List.of(bundle.units()), unit -> random.nextDouble() < 0.5);
                MaskSet masks = bundle.expand(kept, network.ones());
                assertThat(bundle.alive(masks)).as("%s", bundle.name()).isEqualTo(kept);
                assertThat(bundle.expand(bundle.alive(masks), masks)).isEqualTo(masks);
            }
        }
    }

    /** A unit's score is made of its own weights' scores, one number a unit. */
    @Test
    default void granularityPoolsEachUnitByItself() {
        if (granularityUnitsOverlapOrLeaveWeightsOut()) {
            return;
        }
        for (FakeNetwork network : granularityNetworks()) {
            Tensors scores = Tensors.of(
                    network.prunable(), info -> Seeded.weights(info).mul(0).addi(1));
            for (Bundle bundle : granularity().bundles(network)) {
                float[] before = Untouched.values(bundle.pool(scores));
                assertThat(before).hasSize((int) bundle.units());
                MaskSet first = only(bundle, 0, none(network));
                Tensors raised = Tensors.of(network.prunable(), info -> scores.get(info.id())
                        .add(first.get(info.id()).toArray()));
                float[] after = Untouched.values(bundle.pool(raised));
                assertThat(after[0])
                        .as("pooled score of a unit whose scores rose")
                        .isGreaterThan(before[0]);
                for (int unit = 1; unit < after.length; unit++) {
                    assertThat(after[unit]).as("pooled score of another unit").isEqualTo(before[unit]);
                }
            }
        }
    }

    /** Where only some elements count, the scores of the others change nothing in units that have some of them. */
    @Test
    default void granularityPoolsEligibleElementsAlone() {
        for (FakeNetwork network : granularityNetworks()) {
            MaskSet eligible = network.someAlive(0.7);
            Tensors scores = Tensors.of(
                    network.prunable(), info -> Seeded.weights(info).mul(0).addi(1));
            Tensors others = Tensors.of(network.prunable(), info -> scores.get(info.id())
                    .add(Mask.ones(info.shape())
                            .andNot(eligible.get(info.id()))
                            .toArray()
                            .mul(5)));
            for (Bundle bundle : granularity().bundles(network)) {
                assertThat(Untouched.values(bundle.pool(scores, network.ones())))
                        .as("pooled scores of %s where all elements count", bundle.name())
                        .isEqualTo(Untouched.values(bundle.pool(scores)));
                Mask some = bundle.alive(eligible);
                float[] before = Untouched.values(bundle.pool(scores, eligible));
                float[] after = Untouched.values(bundle.pool(others, eligible));
                for (int unit = 0; unit < before.length; unit++) {
                    if (some.get(unit)) {
                        assertThat(after[unit])
                                .as("pooled score of unit %d of %s", unit, bundle.name())
                                .isEqualTo(before[unit]);
                    }
                }
            }
        }
    }

    /** Dividing a network and pooling scores changes neither. */
    @Test
    default void granularityChangesNothingThatItIsHanded() {
        for (FakeNetwork network : granularityNetworks()) {
            Tensors scores = Tensors.of(network.prunable(), Seeded::weights);
            Untouched untouched = Untouched.network(network);
            scores.byId().forEach((id, array) -> untouched.and("scores of " + id, array));
            granularity().bundles(network).forEach(bundle -> bundle.pool(scores));
            untouched.verify();
        }
    }

    private static MaskSet none(FakeNetwork network) {
        return network.ones().zip(network.ones(), Mask::andNot);
    }

    private static MaskSet only(Bundle bundle, long unit, MaskSet into) {
        return bundle.expand(Mask.of(List.of(bundle.units()), index -> index == unit), into);
    }
}
