package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Scope;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;
import org.junit.jupiter.api.Test;

/** What every {@link Distribution} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface DistributionContract {
    /** Returns the distribution under test; each call an equal one. */
    Distribution distribution();

    /** Returns the networks to try it on. */
    default List<FakeNetwork> distributionNetworks() {
        return List.of(FakeNetwork.mlp(), FakeNetwork.convolutional());
    }

    /** Returns the bundles to try it on; single weights unless a distribution wants others. */
    default List<Bundle> distributionBundles(FakeNetwork network) {
        return FakeBundle.elements(network);
    }

    /**
     * Returns whether it keeps a share of its own, whatever the target says: N:M does, and an explicit share a layer.
     *
     * @return {@code false}: its counts add up to the target
     */
    default boolean distributionFixesItsOwnShare() {
        return false;
    }

    /**
     * Returns whether a layer's count depends on where in the network it is: a dense first layer does that.
     *
     * @return {@code false}: layers in another order get the same counts
     */
    default boolean distributionDependsOnTheOrderOfLayers() {
        return false;
    }

    /**
     * Returns by how many units a scope's count may differ from its share of the target. The counts of published methods
     * that round more than once need more.
     *
     * @return 1: a count is rounded once
     */
    default long distributionRounding() {
        return 1;
    }

    /** Each bundle's units compete in exactly one place. */
    @Test
    default void distributionPutsEveryBundleIntoOneScope() {
        forEveryCase((network, bundles, target, scoring) -> {
            var seen = new ArrayList<Bundle>();
            allocate(bundles, target, scoring).scopes().forEach(scope -> seen.addAll(bundles(scope)));
            assertThat(seen).containsExactlyInAnyOrderElementsOf(bundles);
        });
    }

    /** The counts add up to the target, but for what is rounded in each scope, or in each tile. */
    @Test
    default void distributionCountsAddUpToTheTarget() {
        if (distributionFixesItsOwnShare()) {
            return;
        }
        forEveryCase((network, bundles, target, scoring) -> {
            Allocation allocation = allocate(bundles, target, scoring);
            double wanted = target.density(bundles, scoring.masks())
                    * bundles.stream().mapToLong(Bundle::units).sum();
            long kept = allocation.scopes().stream()
                    .mapToLong(DistributionContract::kept)
                    .sum();
            long rounded = allocation.scopes().stream()
                    .mapToLong(DistributionContract::tiles)
                    .sum();
            assertThat((double) kept)
                    .as("kept at %s", target)
                    .isCloseTo(wanted, within((double) distributionRounding() * rounded));
        });
    }

    /** Keeping everything keeps everything, and keeping nothing nothing. */
    @Test
    default void distributionIsExactAtTheEnds() {
        if (distributionFixesItsOwnShare()) {
            return;
        }
        for (FakeNetwork network : distributionNetworks()) {
            List<Bundle> bundles = distributionBundles(network);
            for (double keep : List.of(0.0, 1.0)) {
                Allocation allocation = allocate(bundles, new Target(keep, Target.Base.ALL), look(network));
                for (Scope scope : allocation.scopes()) {
                    long units =
                            bundles(scope).stream().mapToLong(Bundle::units).sum();
                    assertThat(kept(scope)).isEqualTo(keep == 0 ? 0 : units);
                }
            }
        }
    }

    /** Which layer comes first does not change what a layer keeps. */
    @Test
    default void distributionIgnoresTheOrderOfLayers() {
        if (distributionDependsOnTheOrderOfLayers()) {
            return;
        }
        forEveryCase((network, bundles, target, scoring) -> {
            var reversed = new ArrayList<>(bundles);
            Collections.reverse(reversed);
            FakeScoring other = FakeScoring.of(network.reversed())
                    .withMasks(scoring.masks())
                    .declaring(distribution().evidence());
            Map<List<String>, Long> here = counts(allocate(bundles, target, scoring));
            Map<List<String>, Long> there = counts(allocate(reversed, target, other));
            assertThat(there).isEqualTo(here);
        });
    }

    /** What it looks at stays as it was, and what it asks for is what it declared. */
    @Test
    default void distributionUsesTheEvidenceItDeclaresAndChangesNothing() {
        forEveryCase((network, bundles, target, scoring) -> {
            Untouched untouched = Untouched.network(scoring.network());
            allocate(bundles, target, scoring);
            untouched.verify();
            assertThat(scoring.used()).isEqualTo(distribution().evidence());
        });
    }

    private Allocation allocate(List<Bundle> bundles, Target target, FakeScoring scoring) {
        return distribution().allocate(target, bundles, scoring);
    }

    private void forEveryCase(DistributionCase body) {
        for (FakeNetwork network : distributionNetworks()) {
            for (double keep : List.of(0.0, 0.05, 0.1, 0.33, 0.5, 0.9, 1.0)) {
                body.check(network, distributionBundles(network), new Target(keep, Target.Base.ALL), look(network));
                body.check(
                        network,
                        distributionBundles(network),
                        new Target(keep, Target.Base.ALIVE),
                        look(network).withMasks(network.someAlive(0.5)));
            }
        }
    }

    private FakeScoring look(FakeNetwork network) {
        return FakeScoring.of(network).declaring(distribution().evidence());
    }

    private static Map<List<String>, Long> counts(Allocation allocation) {
        var counts = new LinkedHashMap<List<String>, Long>();
        allocation
                .scopes()
                .forEach(scope -> counts.put(
                        bundles(scope).stream().map(Bundle::name).sorted().toList(), kept(scope)));
        return counts;
    }

    private static List<Bundle> bundles(Scope scope) {
        return scope instanceof Scope.Pool pool ? pool.bundles() : List.of(((Scope.Tiles) scope).bundle());
    }

    /** Returns how many units a scope keeps; a last tile that is shorter than its count keeps what it has. */
    private static long kept(Scope scope) {
        if (scope instanceof Scope.Pool pool) {
            return pool.keep();
        }
        var tiles = (Scope.Tiles) scope;
        long whole = tiles.bundle().units() / tiles.of();
        long rest = tiles.bundle().units() % tiles.of();
        return whole * tiles.keep() + Math.min(rest, tiles.keep());
    }

    private static long tiles(Scope scope) {
        return scope instanceof Scope.Tiles tiles ? (tiles.bundle().units() + tiles.of() - 1) / tiles.of() : 1;
    }
}
