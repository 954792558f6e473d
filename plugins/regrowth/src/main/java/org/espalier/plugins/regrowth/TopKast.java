package org.espalier.plugins.regrowth;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.budget.Aim;
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
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/**
 * Runs with the best weights and trains a larger set of good ones, both ranked anew each time (Top-KAST: Jayakumar et al. 2020,
 * section 2). Train through the core's {@code hard}, whose gradients reach what
 * the last revision said.
 *
 * <p>Departure: the paper's exploration penalty, which weighs the weights that are trained but not run with by the reciprocal of
 * the density, is left out; an optimizer's weight decay acts on all weights alike.
 *
 * @param criterion what all weights are ranked by
 * @param distribution how the shares are spread over layers
 * @param granularity what is kept as one
 * @param keep share of weights that the network runs with
 * @param train share of weights that is trained, not below {@code keep}
 */
public record TopKast(
        @Knob(value = "what all weights are ranked by", otherwise = "magnitude")
        Criterion criterion,

        @Knob(value = "how the shares are spread over layers", otherwise = "uniform")
        Distribution distribution,

        @Knob(value = "what is kept as one", otherwise = "element")
        Granularity granularity,

        @Knob(value = "share of weights that the network runs with", otherwise = "0.1")
        @DecimalMin("0")
        @DecimalMax("1")
        double keep,

        @Knob(value = "share of weights that is trained", otherwise = "0.5") @DecimalMin("0") @DecimalMax("1")
        double train)
        implements MaskPolicy {
    public TopKast {
        requireNonNull(criterion, "criterion is null");
        requireNonNull(distribution, "distribution is null");
        requireNonNull(granularity, "granularity is null");
        if (train < keep) {
            throw new IllegalArgumentException(
                    "'train' must not be below 'keep', but they are " + train + " and " + keep);
        }
    }

    @Override
    public Revision initial(Scoring scoring) {
        return next(scoring);
    }

    @Override
    public Revision next(Scoring scoring) {
        Tensors scores =
                criterion.score(scoring.competing(MaskSet.ones(scoring.network().prunable())));
        MaskSet running = best(keep, scores, scoring);
        MaskSet trained = best(train, scores, scoring).zip(running, Mask::or);
        return Revision.of(running)
                .growing(running.zip(scoring.masks(), Mask::andNot), GrowthStart.KEPT)
                .withBackward(trained)
                .keepingSlots();
    }

    private MaskSet best(double share, Tensors scores, Scoring scoring) {
        List<Bundle> bundles = granularity.bundles(scoring.network());
        MaskSet all = MaskSet.ones(scoring.network().prunable());
        return scoring.selector()
                .keepBest(
                        distribution.allocate(new Target(share, Target.Base.ALL), bundles, scoring), scores, all, all);
    }

    @Override
    public Optional<Aim> aim() {
        return distribution.hasOwnShares()
                ? Optional.empty()
                : Optional.of(new Aim(keep, Target.Base.ALL, granularity));
    }

    @Override
    public Set<Evidence<?>> evidence() {
        var evidence = new LinkedHashSet<Evidence<?>>(criterion.evidence());
        evidence.addAll(distribution.evidence());
        return evidence;
    }
}
