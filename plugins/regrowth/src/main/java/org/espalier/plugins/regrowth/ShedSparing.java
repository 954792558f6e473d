package org.espalier.plugins.regrowth;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Granularity;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.Revision;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/**
 * Drops, in each layer, the share of the living that scores lowest, rounded up, but spares layers that are nearly dense and
 * contribute more than the average: those drop no more than the share of them that is dead (Sparse Momentum: Dettmers and
 * Zettlemoyer 2019, algorithm 1 and reference code).
 *
 * <p>Departures: each layer keeps one at least, which the reference code does not see to; the share falls over the cadence's
 * window, in the reference code over all steps; with {@code restart}, as the preset {@code sparse-momentum} has it, a weight that
 * is dropped and grown at once begins at zero, where the reference code lets it go on as it was ({@code restart: false}).
 *
 * @param criterion what is ranked
 * @param contribution what a layer contributes: the mean score of its living weights
 * @param fraction the share that is dropped at first
 * @param lastFraction the share that is dropped at last
 * @param schedule the share's way between them
 * @param nearlyDense the share of dead weights below which a layer is spared
 * @param granularity what is dropped as one
 */
public record ShedSparing(
        @Knob(value = "what is ranked", otherwise = "magnitude")
        Criterion criterion,

        @Knob(value = "what a layer contributes: the mean score of its living weights", otherwise = "momentum")
        Criterion contribution,

        @Knob(value = "share of a layer's living weights that is dropped at first", otherwise = "0.5")
        @DecimalMin("0")
        @DecimalMax("1")
        double fraction,

        @Knob(value = "share that is dropped at last", otherwise = "0.005") @DecimalMin("0") @DecimalMax("1")
        double lastFraction,

        @Knob(value = "the share's way from fraction to last-fraction", otherwise = "cosine")
        Schedule schedule,

        @Knob(value = "share of dead weights below which a layer is spared", otherwise = "0.2")
        @DecimalMin("0")
        @DecimalMax("1")
        double nearlyDense,

        @Knob(value = "what is dropped as one", otherwise = "element")
        Granularity granularity)
        implements MaskPolicy {
    public ShedSparing {
        requireNonNull(criterion, "criterion is null");
        requireNonNull(contribution, "contribution is null");
        requireNonNull(schedule, "schedule is null");
        requireNonNull(granularity, "granularity is null");
    }

    @Override
    public Revision next(Scoring scoring) {
        List<Bundle> bundles = granularity.bundles(scoring.network());
        double[] contributions = Contributions.of(contribution.score(scoring), bundles, scoring);
        double share = fraction + (lastFraction - fraction) * schedule.at(scoring.progress());
        long[] keep = new long[contributions.length];
        for (int i = 0; i < keep.length; i++) {
            Mask alive = bundles.get(i).alive(scoring.masks());
            boolean spared = 1 - alive.density() < nearlyDense && contributions[i] > 1.0 / keep.length;
            double own = spared ? Math.min(1 - alive.density(), share) : share;
            long removed = Math.min(alive.alive() - 1, (long) Math.ceil(own * alive.alive()));
            keep[i] = alive.alive() - Math.max(0, removed);
        }
        return Revision.of(Units.best(keep, bundles, criterion.score(scoring), scoring.masks(), scoring));
    }

    @Override
    public Set<Evidence<?>> evidence() {
        var evidence = new LinkedHashSet<Evidence<?>>(criterion.evidence());
        evidence.addAll(contribution.evidence());
        return evidence;
    }
}
