package org.espalier.plugins.regrowth;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import java.util.Set;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Granularity;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/**
 * Drops, in each layer, the share of the living that scores lowest, rounded down; each layer keeps one at least, of each sign
 * where {@code each-sign} drops signs apart. With {@code cosine} the share is RigL's {@code α/2 · (1 + cos(πt/T))} (Evci et al.
 * 2020, section 3). Of {@code each-sign} it drops the same share of the positive and of the negative weights, those closest to
 * zero (SET: Mocanu et al. 2018, algorithm 1).
 *
 * <p>Departures: SET's reference code loses one weight more at the boundary of the positive ones, and RigL's adds noise of
 * 1e-5 to scores; here counts are exact and equal scores fall by position.
 *
 * @param criterion what is ranked
 * @param fraction the share that is dropped at first
 * @param lastFraction the share that is dropped at last
 * @param schedule the share's way between them
 * @param eachSign whether positive and negative weights are dropped apart; a weight of zero counts as positive
 * @param granularity what is dropped as one
 */
public record Shed(
        @Knob(value = "what is ranked", otherwise = "magnitude")
        Criterion criterion,

        @Knob(value = "share of a layer's living weights that is dropped at first", otherwise = "0.3")
        @DecimalMin("0")
        @DecimalMax("1")
        double fraction,

        @Knob(value = "share that is dropped at last", otherwise = "0") @DecimalMin("0") @DecimalMax("1")
        double lastFraction,

        @Knob(value = "the share's way from fraction to last-fraction", otherwise = "constant")
        Schedule schedule,

        @Knob(value = "whether positive and negative weights are dropped apart", otherwise = "false")
        boolean eachSign,

        @Knob(value = "what is dropped as one", otherwise = "element")
        Granularity granularity)
        implements MaskPolicy {
    public Shed {
        requireNonNull(criterion, "criterion is null");
        requireNonNull(schedule, "schedule is null");
        requireNonNull(granularity, "granularity is null");
    }

    /** Returns the share to drop at a moment. */
    double share(Progress progress) {
        return fraction + (lastFraction - fraction) * schedule.at(progress);
    }

    @Override
    public Revision next(Scoring scoring) {
        Tensors scores = criterion.score(scoring);
        MaskSet present = scoring.masks();
        if (!eachSign) {
            return Revision.of(survivors(present, scores, scoring));
        }
        MaskSet positive = positive(scoring);
        MaskSet above = survivors(present.zip(positive, Mask::and), scores, scoring);
        MaskSet below = survivors(present.zip(positive, Mask::andNot), scores, scoring);
        return Revision.of(above.zip(below, Mask::or));
    }

    private MaskSet survivors(MaskSet some, Tensors scores, Scoring scoring) {
        List<Bundle> bundles = granularity.bundles(scoring.network());
        double share = share(scoring.progress());
        long[] keep = Units.alive(bundles, some);
        for (int i = 0; i < keep.length; i++) {
            keep[i] -= Math.max(0, Math.min(keep[i] - 1, (long) (share * keep[i])));
        }
        return Units.best(keep, bundles, scores, some, scoring);
    }

    private static MaskSet positive(Scoring scoring) {
        MaskSet positive = scoring.masks();
        for (ParamInfo info : scoring.network().prunable()) {
            float[] weights = Flat.copy(scoring.network().effective(info.id()));
            positive = positive.with(info.id(), Mask.of(info.shape(), i -> weights[(int) i] >= 0));
        }
        return positive;
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return criterion.evidence();
    }
}
