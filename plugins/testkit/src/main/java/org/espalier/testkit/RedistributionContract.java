package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apiguardian.api.API;
import org.espalier.api.budget.Redistribution;
import org.espalier.api.mask.Bundle;
import org.junit.jupiter.api.Test;

/** What every {@link Redistribution} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface RedistributionContract {
    /** Returns the redistribution under test; each call an equal one. */
    Redistribution redistribution();

    /** Returns the network whose weights are regrown. */
    default FakeNetwork redistributionNetwork() {
        return FakeNetwork.mlp();
    }

    /** All that is to grow grows, as far as there is room, and no layer gets more than it has room for. */
    @Test
    default void redistributionSharesEverythingOut() {
        var random = new SplittableRandom(11);
        for (int round = 0; round < 50; round++) {
            List<Bundle> bundles = FakeBundle.elements(redistributionNetwork());
            long[] survivors = new long[bundles.size()];
            long[] removed = new long[bundles.size()];
            for (int i = 0; i < survivors.length; i++) {
                survivors[i] = random.nextLong(bundles.get(i).units() + 1);
                removed[i] = random.nextLong(bundles.get(i).units() - survivors[i] + 1);
            }
            long room = bundles.stream().mapToLong(Bundle::units).sum()
                    - Arrays.stream(survivors).sum();
            for (long grow : List.of(0L, room / 3, room, room + 5)) {
                long[] shares = shares(bundles, survivors, removed, grow);
                assertThat(Arrays.stream(shares).sum()).isEqualTo(Math.min(grow, room));
                for (int i = 0; i < shares.length; i++) {
                    assertThat(shares[i]).isBetween(0L, bundles.get(i).units() - survivors[i]);
                }
            }
        }
    }

    /** It writes into nothing, asks for what it declared, and answers alike for the same seed. */
    @Test
    default void redistributionIsPureAndDeclaresItsEvidence() {
        List<Bundle> bundles = FakeBundle.elements(redistributionNetwork());
        long[] survivors = {40, 20, 10};
        long[] removed = {10, 5, 2};
        FakeScoring scoring = look();
        Untouched untouched = Untouched.network(scoring.network());
        long[] once = redistribution().shares(bundles, survivors, removed, 17, scoring);
        untouched.verify();
        assertThat(survivors).containsExactly(40, 20, 10);
        assertThat(removed).containsExactly(10, 5, 2);
        assertThat(scoring.used()).isEqualTo(redistribution().evidence());
        assertThat(shares(bundles, survivors, removed, 17)).isEqualTo(once);
    }

    private long[] shares(List<Bundle> bundles, long[] survivors, long[] removed, long grow) {
        return redistribution().shares(bundles, survivors, removed, grow, look());
    }

    private FakeScoring look() {
        return FakeScoring.of(redistributionNetwork())
                .declaring(redistribution().evidence());
    }
}
