package org.espalier.testkit.zoo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Scope;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Granularity;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.engine.mask.RandomCriterion;

/** Drop and grow at the same count in each layer: SET and RigL. */
final class DynamicSparsity {
    private DynamicSparsity() {}

    /** Says which units survive a drop. No seam: the part in which these methods differ by more than a number. */
    interface Drop {
        MaskSet survivors(List<Bundle> bundles, Scoring scoring);

        default Set<Evidence<?>> evidence() {
            return Set.of();
        }
    }

    /**
     * In each layer, a share of the living that falls from {@code fraction} to zero: those with the lowest scores. With
     * the cosine schedule the share is RigL's {@code α/2 · (1 + cos(πt/T))} (Evci et al. 2020, section 3).
     */
    record Lowest(Criterion criterion, double fraction, Schedule schedule) implements Drop {
        double share(Progress progress) {
            return fraction * (1 - schedule.at(progress));
        }

        @Override
        public MaskSet survivors(List<Bundle> bundles, Scoring scoring) {
            double share = share(scoring.progress());
            long[] keep = IntStream.range(0, bundles.size())
                    .mapToLong(i -> stay(bundles.get(i).alive(scoring.masks()).alive(), share))
                    .toArray();
            return best(keep, bundles, criterion.score(scoring), scoring.masks(), scoring);
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return criterion.evidence();
        }
    }

    /** The same share of each sign: the smallest positive and the largest negative weights (Mocanu et al. 2018). */
    record LowestOfEachSign(double fraction) implements Drop {
        @Override
        public MaskSet survivors(List<Bundle> bundles, Scoring scoring) {
            MaskSet positive = MaskSet.none();
            for (ParamInfo info : scoring.network().prunable()) {
                float[] weights = Flat.values(scoring.network().effective(info.id()));
                positive = positive.with(info.id(), Mask.of(info.shape(), i -> weights[(int) i] >= 0));
            }
            MaskSet above = scoring.masks().zip(positive, Mask::and);
            MaskSet below = scoring.masks().zip(positive, Mask::andNot);
            return survivorsAmong(above, bundles, scoring).zip(survivorsAmong(below, bundles, scoring), Mask::or);
        }

        private MaskSet survivorsAmong(MaskSet some, List<Bundle> bundles, Scoring scoring) {
            long[] keep = bundles.stream()
                    .mapToLong(bundle -> stay(bundle.alive(some).alive(), fraction))
                    .toArray();
            return best(keep, bundles, new Saliency.Magnitude().score(scoring), some, scoring);
        }
    }

    /**
     * Drops, and grows as much again in each layer.
     *
     * @param drop who survives
     * @param grow what dead weights are ranked by; those just dropped compete
     * @param restarts whether a weight that was dropped and regrown at once begins anew (SET) or keeps its value (RigL)
     * @param granularity what is dropped and grown as one
     * @param start how many weights each layer has alive
     * @param keep the share of weights alive
     */
    record DropAndGrow(
            Drop drop, Criterion grow, boolean restarts, Granularity granularity, Distribution start, double keep)
            implements MaskPolicy {
        @Override
        public Revision initial(Scoring scoring) {
            List<Bundle> bundles = granularity.bundles(scoring.network());
            MaskSet all = MaskSet.ones(scoring.network().prunable());
            Allocation allocation = start.allocate(new Target(keep, Target.Base.ALL), bundles, scoring);
            Tensors dice = new RandomCriterion().score(scoring);
            return Revision.of(scoring.selector().keepBest(allocation, dice, all, all));
        }

        @Override
        public Revision next(Scoring scoring) {
            List<Bundle> bundles = granularity.bundles(scoring.network());
            MaskSet present = scoring.masks();
            MaskSet survivors = drop.survivors(bundles, scoring);
            long[] before = Flat.alive(bundles, present);
            long[] after = Flat.alive(bundles, survivors);
            long[] missing = IntStream.range(0, before.length)
                    .mapToLong(i -> before[i] - after[i])
                    .toArray();
            MaskSet grown = best(missing, bundles, grow.score(scoring), Flat.not(survivors), scoring);
            MaskSet anew = restarts ? grown : grown.zip(present, Mask::andNot);
            return Revision.of(survivors.zip(grown, Mask::or)).growing(anew, GrowthStart.ZERO);
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return union(drop.evidence(), grow.evidence(), start.evidence());
        }
    }

    /** Shares {@code total} out in proportion to claims; what has no room, and what does not divide, goes round evenly. */
    static long[] apportion(long total, double[] claims, long[] room) {
        long[] shares = new long[claims.length];
        long left = Math.min(
                total, IntStream.range(0, room.length).mapToLong(i -> room[i]).sum());
        while (left > 0) {
            double open = IntStream.range(0, room.length)
                    .filter(i -> shares[i] < room[i])
                    .mapToDouble(i -> claims[i])
                    .sum();
            long given = 0;
            for (int i = 0; i < shares.length; i++) {
                long part = open > 0 ? (long) (left * claims[i] / open) : 0;
                long taken = Math.min(part, room[i] - shares[i]);
                shares[i] += taken;
                given += taken;
            }
            for (int i = 0; i < shares.length && given == 0; i++) {
                if (shares[i] < room[i]) {
                    shares[i]++;
                    given = 1;
                }
            }
            left -= given;
        }
        return shares;
    }

    /** Returns, of each bundle, as many of the eligible units as {@code counts} says, best first. */
    static MaskSet best(long[] counts, List<Bundle> bundles, Tensors scores, MaskSet eligible, Scoring scoring) {
        List<Scope> scopes = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            scopes.add(new Scope.Pool(List.of(bundles.get(i)), counts[i]));
        }
        return scoring.selector().keepBest(new Allocation(scopes), scores, eligible, eligible);
    }

    private static long stay(long alive, double dropped) {
        return alive - (long) (dropped * alive);
    }

    @SafeVarargs
    private static Set<Evidence<?>> union(Set<Evidence<?>>... sets) {
        Set<Evidence<?>> all = new LinkedHashSet<>();
        for (Set<Evidence<?>> set : sets) {
            all.addAll(set);
        }
        return all;
    }
}
