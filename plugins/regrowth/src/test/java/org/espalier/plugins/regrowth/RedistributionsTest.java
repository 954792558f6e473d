package org.espalier.plugins.regrowth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.espalier.api.budget.Redistribution;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Scoring;
import org.espalier.testkit.FakeBundle;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.RedistributionContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class RedistributionsTest {
    @Nested
    final class InTheSameLayer implements RedistributionContract {
        @Override
        public Redistribution redistribution() {
            return new SameLayer();
        }

        @Test
        void eachLayerGetsBackWhatItLost() {
            assertThat(shares(redistribution(), new long[] {40, 20, 10}, new long[] {10, 5, 2}, 17))
                    .containsExactly(10, 5, 2);
        }
    }

    @Nested
    final class ByMeanScore implements RedistributionContract {
        @Override
        public Redistribution redistribution() {
            return new MeanScore(new MomentumSize(), 0.99);
        }

        @Test
        void layersAreNotFilledWhileOthersHaveRoom() {
            // Of 96, 48 and 24 weights 50, 30 and 20 are dead; a third of 90 each, as far as 99 % of that go, the rest
            // to the first.
            Redistribution even = new MeanScore(RedistributionsTest::ones, 0.99);
            assertThat(shares(even, new long[] {46, 18, 4}, new long[] {0, 0, 0}, 90))
                    .containsExactly(42, 29, 19);
        }
    }

    @Nested
    final class ByRewireScaling implements RedistributionContract {
        @Override
        public Redistribution redistribution() {
            return new RewireScaling();
        }

        @Test
        void sharesFollowSurvivorsAndOneLayerBearsWhatRoundingCosts() {
            long[] exact = shares(redistribution(), new long[] {40, 20, 10}, new long[] {0, 0, 0}, 14);
            assertThat(exact).containsExactly(8, 4, 2);
            // 16 · (40, 20, 10) / 70 is 9.14, 4.57 and 2.29, which add up when rounded.
            assertThat(shares(redistribution(), new long[] {40, 20, 10}, new long[] {0, 0, 0}, 16))
                    .containsExactly(9, 5, 2);
            // 7 in equal parts is 2.33 each: one layer gets the one that is left.
            long[] odd = shares(redistribution(), new long[] {20, 20, 20}, new long[] {0, 0, 0}, 7);
            Arrays.sort(odd);
            assertThat(odd).containsExactly(2, 2, 3);
        }
    }

    @Property
    void wholeSharesAddUpAndFit(
            @ForAll @Size(4) List<@IntRange(max = 50) Integer> claims,
            @ForAll @Size(4) List<@IntRange(max = 40) Integer> rooms,
            @ForAll @IntRange(max = 200) int total) {
        double[] claimed = claims.stream().mapToDouble(Integer::doubleValue).toArray();
        long[] room = rooms.stream().mapToLong(Integer::longValue).toArray();
        long[] shares = Shares.of(total, claimed, room);
        assertThat(Arrays.stream(shares).sum())
                .isEqualTo(Math.min(total, Arrays.stream(room).sum()));
        for (int i = 0; i < shares.length; i++) {
            assertThat(shares[i]).isBetween(0L, room[i]);
        }
    }

    @Test
    void sharesFollowClaimsAsFarAsThereIsRoom() {
        assertThat(Shares.of(10, new double[] {1, 3, 6}, new long[] {10, 10, 10}))
                .containsExactly(1, 3, 6);
        assertThat(Shares.of(10, new double[] {1, 3, 6}, new long[] {10, 10, 2}))
                .containsExactly(3, 5, 2);
        assertThat(Shares.of(3, new double[] {0, 0, 0}, new long[] {5, 5, 1})).containsExactly(1, 1, 1);
    }

    private static Tensors ones(Scoring scoring) {
        return Tensors.of(
                scoring.network().prunable(),
                info -> scoring.network().latent(info.id()).mul(0).addi(1));
    }

    private static long[] shares(Redistribution redistribution, long[] survivors, long[] removed, long grow) {
        FakeNetwork network = FakeNetwork.mlp();
        return redistribution.shares(
                FakeBundle.elements(network),
                survivors,
                removed,
                grow,
                FakeScoring.of(network).declaring(redistribution.evidence()));
    }
}
