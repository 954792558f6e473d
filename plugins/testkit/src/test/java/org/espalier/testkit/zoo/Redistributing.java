package org.espalier.testkit.zoo;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.espalier.api.budget.Redistribution;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Granularity;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.State;
import org.espalier.api.model.Tensors;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.engine.mask.RandomCriterion;
import org.espalier.testkit.zoo.Measurements.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Drop and grow with weights that move between layers: Sparse Momentum and dynamic sparse reparameterization. */
final class Redistributing {
    private static final Slot MOMENTUM = new Slot("momentum");

    private Redistributing() {}

    /** By the mean {@code |m|} of each layer's living weights (Dettmers and Zettlemoyer 2019, algorithm 1). */
    record ByMomentum() implements Redistribution {
        @Override
        public long[] shares(List<Bundle> bundles, long[] survivors, long[] removed, long grow, Scoring scoring) {
            long[] room = IntStream.range(0, survivors.length)
                    .mapToLong(i -> bundles.get(i).units() - survivors[i])
                    .toArray();
            return DynamicSparsity.apportion(grow, contributions(bundles, scoring), room);
        }

        /** Returns each layer's share of the momentum, adding up to 1. */
        static double[] contributions(List<Bundle> bundles, Scoring scoring) {
            Tensors momentum = scoring.get(MOMENTUM);
            Tensors living = momentum.zip(
                    Tensors.of(
                            scoring.network().prunable(),
                            info -> scoring.masks().get(info.id()).toArray()),
                    (slot, mask) -> Transforms.abs(slot.mul(mask), false));
            double[] means = new double[bundles.size()];
            for (int i = 0; i < means.length; i++) {
                INDArray pooled = bundles.get(i).pool(living);
                long alive = bundles.get(i).alive(scoring.masks()).alive();
                means[i] = alive == 0 ? 0 : pooled.sumNumber().doubleValue() / alive;
            }
            double sum =
                    IntStream.range(0, means.length).mapToDouble(i -> means[i]).sum();
            return IntStream.range(0, means.length)
                    .mapToDouble(i -> sum == 0 ? 1.0 / means.length : means[i] / sum)
                    .toArray();
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return Set.of(MOMENTUM);
        }
    }

    /**
     * Sparse Momentum (Dettmers and Zettlemoyer 2019, algorithm 1): drops by magnitude, grows where the momentum of dead
     * weights is largest. Wants the core's {@code dense-gradient}, and keeps the momentum of what it drops and grows. It
     * remembers how many weights rounding has cost so far, and {@code adjusted}, by how much to make up for them.
     */
    record SparseMomentum(double rate, Schedule schedule, Granularity granularity, Redistribution redistribution)
            implements MaskPolicy {
        private static final double NEARLY_DENSE = 0.2;

        @Override
        public Revision next(Scoring scoring) {
            List<Bundle> bundles = granularity.bundles(scoring.network());
            MaskSet present = scoring.masks();
            State state = scoring.state();
            MaskSet survivors = survivors(bundles, scoring);
            long[] after = Flat.alive(bundles, survivors);
            long[] removed = difference(Flat.alive(bundles, present), after);
            double adjusted = state.scalar("adjusted", 0);
            long grow = Math.max(0, LongStream.of(removed).sum() + Math.round(adjusted));
            long[] shares = redistribution.shares(bundles, after, removed, grow, scoring);
            Tensors sizes = scoring.get(MOMENTUM).map(slot -> Transforms.abs(slot, true));
            MaskSet grown = DynamicSparsity.best(shares, bundles, sizes, Flat.not(survivors), scoring);
            MaskSet next = survivors.zip(grown, Mask::or);
            return Revision.of(next)
                    .growing(grown, GrowthStart.ZERO)
                    .keepingSlots()
                    .remembering(remembered(state, adjusted, present.alive(), next.alive()));
        }

        private MaskSet survivors(List<Bundle> bundles, Scoring scoring) {
            double present = rate * (1 - schedule.at(scoring.progress()));
            double[] contributions = ByMomentum.contributions(bundles, scoring);
            long[] keep = new long[contributions.length];
            for (int i = 0; i < keep.length; i++) {
                Mask alive = bundles.get(i).alive(scoring.masks());
                double sparsity = 1 - alive.density();
                boolean crowded = sparsity < NEARLY_DENSE && contributions[i] > 1.0 / keep.length;
                double own = crowded ? Math.min(sparsity, present) : present;
                keep[i] = alive.alive() - (long) Math.ceil(own * alive.alive());
            }
            Tensors magnitude = new Saliency.Magnitude().score(scoring);
            return DynamicSparsity.best(keep, bundles, magnitude, scoring.masks(), scoring);
        }

        private static State remembered(State before, double adjusted, long present, long next) {
            double baseline = before.scalar("baseline", (double) present);
            double missing = baseline - next;
            double rounds = before.scalar("rounds", 0) + 1;
            double total = before.scalar("missing", 0) + missing;
            return State.empty()
                    .with("baseline", baseline)
                    .with("rounds", rounds)
                    .with("missing", total)
                    .with("adjusted", 0.25 * adjusted + 0.75 * missing + total / rounds);
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return Set.of(MOMENTUM);
        }
    }

    /**
     * Dynamic sparse reparameterization (Mostafa and Wang 2019, algorithm 1): drops whatever lies below one threshold for
     * all layers, grows as much at random where nothing was just dropped. It remembers the threshold, and doubles or
     * halves it to drop about {@code wanted} weights each time.
     */
    record Reparameterization(double first, long wanted, Granularity granularity, Redistribution redistribution)
            implements MaskPolicy {
        @Override
        public Revision next(Scoring scoring) {
            List<Bundle> bundles = granularity.bundles(scoring.network());
            double threshold = scoring.state().scalar("threshold", first);
            MaskSet present = scoring.masks();
            MaskSet next = survivors(bundles, threshold, scoring);
            long[] removed = difference(Flat.alive(bundles, present), Flat.alive(bundles, next));
            long all = LongStream.of(removed).sum();
            Tensors dice = new RandomCriterion().score(scoring);
            MaskSet candidates = Flat.not(present);
            MaskSet grown = present.zip(present, Mask::andNot);
            for (long left = all; left > 0; ) {
                long[] shares = redistribution.shares(bundles, Flat.alive(bundles, next), removed, left, scoring);
                MaskSet more = DynamicSparsity.best(shares, bundles, dice, candidates, scoring);
                if (more.alive() == 0) {
                    break;
                }
                candidates = candidates.zip(more, Mask::andNot);
                grown = grown.zip(more, Mask::or);
                next = next.zip(more, Mask::or);
                left -= more.alive();
            }
            return Revision.of(next)
                    .growing(grown, GrowthStart.ZERO)
                    .remembering(scoring.state().with("threshold", adapted(threshold, all)));
        }

        private static MaskSet survivors(List<Bundle> bundles, double threshold, Scoring scoring) {
            Tensors magnitude = new Saliency.Magnitude().score(scoring);
            long[] keep = new long[bundles.size()];
            for (int i = 0; i < keep.length; i++) {
                float[] sizes = Flat.values(bundles.get(i).pool(magnitude));
                Mask alive = bundles.get(i).alive(scoring.masks());
                long above = IntStream.range(0, sizes.length)
                        .filter(unit -> alive.get(unit) && sizes[unit] >= threshold)
                        .count();
                keep[i] = Math.max(1, above);
            }
            return DynamicSparsity.best(keep, bundles, magnitude, scoring.masks(), scoring);
        }

        private double adapted(double threshold, long dropped) {
            if (dropped > 1.1 * wanted) {
                return threshold / 2;
            }
            return dropped < 0.9 * wanted ? threshold * 2 : threshold;
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return redistribution.evidence();
        }
    }

    private static long[] difference(long[] before, long[] after) {
        return IntStream.range(0, before.length)
                .mapToLong(i -> before[i] - after[i])
                .toArray();
    }
}
