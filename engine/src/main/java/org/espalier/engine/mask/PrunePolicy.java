package org.espalier.engine.mask;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.budget.Aim;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Granularity;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.engine.mask.selection.LayerMinimum;

/**
 * Keeps the units that score best: one-shot, iterative and gradual pruning, by any criterion.
 *
 * <p>At each revision the share {@code initialKeep + (keep - initialKeep) · at(progress)} is kept: with the schedule
 * {@code cubic} and {@code revive}, the gradual pruning of Zhu and Gupta (2017); with {@code one-shot} and
 * {@code of: alive}, a round of iterative magnitude pruning. A weight that comes back has the value that it had when it was
 * masked, as where Zhu and Gupta (2017) mask weights and rank them all again.
 *
 * <p>Departures: Zhu and Gupta bring each layer to the same sparsity, which is the distribution {@code uniform}; the default,
 * {@code global}, ranks all layers together. Each layer keeps {@code minimum} units, also where {@code keep} is 0, which is said
 * when it happens; Zhu and Gupta let a layer go. Their ramp is an option of any cadence, and the first revision is one distance
 * behind its start.
 *
 * @param criterion what units are ranked by
 * @param distribution how the share is spread over layers
 * @param granularity what is kept or dropped as one
 * @param schedule how the share moves from {@code initialKeep} to {@code keep} over the window
 * @param keep the share that is kept at the end, or above 1 how many units, so that one number can hold for factors and what is
 *     pruned of them; distributions with a ratio of their own (n-of-m) have no use for it
 * @param of what it is a share of
 * @param initialKeep the share that is kept at the start
 * @param revive whether masked weights compete again; else what is gone stays gone
 * @param minimum units that each layer keeps at least, its best ones; others give way, so that the total stays
 */
public record PrunePolicy(
        @Knob(value = "what weights are ranked by", otherwise = "magnitude")
        Criterion criterion,

        @Knob(value = "how the share is spread over layers", otherwise = "global")
        Distribution distribution,

        @Knob(value = "what is kept or dropped as one", otherwise = "element")
        Granularity granularity,

        @Knob(value = "how the share moves from initial-keep to keep", otherwise = "one-shot")
        Schedule schedule,

        @Knob(value = "share kept at the end, or above 1 a number of units", otherwise = "1") @PositiveOrZero
        double keep,

        @Knob(value = "what it is a share of: all prunable weights, or those alive", otherwise = "all")
        Target.Base of,

        @Knob(value = "share kept at the start", otherwise = "1") @DecimalMin("0") @DecimalMax("1")
        double initialKeep,

        @Knob(value = "whether masked weights compete again", otherwise = "false")
        boolean revive,

        @Knob(value = "units that each layer keeps at least", otherwise = "1") @PositiveOrZero
        long minimum)
        implements MaskPolicy {
    public PrunePolicy {
        requireNonNull(criterion, "criterion is null");
        requireNonNull(distribution, "distribution is null");
        requireNonNull(granularity, "granularity is null");
        requireNonNull(schedule, "schedule is null");
        requireNonNull(of, "of is null");
        if (!(keep >= 0 && (keep <= 1 || keep == Math.rint(keep)) && keep < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "'keep' must be a share in [0, 1] or a whole number of units but is " + keep);
        }
        if (!(initialKeep >= 0 && initialKeep <= 1)) {
            throw new IllegalArgumentException("'initial-keep' must be in [0, 1] but is " + initialKeep);
        }
        if (minimum < 0) {
            throw new IllegalArgumentException("'minimum' must be at least 0 but is " + minimum);
        }
    }

    @Override
    public Revision next(Scoring scoring) {
        double share = initialKeep + (share(scoring) - initialKeep) * schedule.at(scoring.progress());
        return revise(Math.max(0, Math.min(1, share)), scoring);
    }

    private double share(Scoring scoring) {
        if (keep <= 1) {
            return keep;
        }
        var whole = new Target(1, of);
        return keep
                / granularity.bundles(scoring.network()).stream()
                        .mapToLong(bundle -> whole.base(bundle, scoring.masks()))
                        .sum();
    }

    @Override
    public Revision initial(Scoring scoring) {
        return initialKeep == 1 ? Revision.of(scoring.masks()) : revise(initialKeep, scoring);
    }

    /** Returns nothing when everything is kept, or when the distribution has shares of its own. */
    @Override
    public Optional<Aim> aim() {
        return keep == 1 || distribution.hasOwnShares()
                ? Optional.empty()
                : Optional.of(new Aim(keep, of, granularity));
    }

    @Override
    public Set<Evidence<?>> evidence() {
        Set<Evidence<?>> all = new LinkedHashSet<>(criterion.evidence());
        all.addAll(distribution.evidence());
        return all;
    }

    private Revision revise(double share, Scoring scoring) {
        List<Bundle> bundles = granularity.bundles(scoring.network());
        Allocation allocation = distribution.allocate(new Target(share, of), bundles, scoring);
        if (keep != 1
                && distribution.hasOwnShares()
                && allocation.equals(distribution.allocate(new Target(1, of), bundles, scoring))) {
            scoring.say("'keep' has no effect, since the distribution has shares of its own for all layers");
        }
        MaskSet present = scoring.masks();
        MaskSet eligible = revive ? MaskSet.ones(scoring.network().prunable()) : present;
        Tensors scores = criterion.score(scoring.competing(eligible));
        MaskSet kept = new LayerMinimum(minimum)
                .keepBest(scoring.selector(), allocation, scores, eligible, present, scoring::say);
        if (revive) {
            // What comes back goes on from the value that it was ranked by.
            return Revision.of(kept).growing(kept.zip(present, Mask::andNot), GrowthStart.KEPT);
        }
        // A unit that stays brings all its weights; those that were gone before must not come along.
        return Revision.of(kept.zip(present, Mask::and));
    }
}
