package org.espalier.plugins.regrowth;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.budget.Aim;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Redistribution;
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
 * Drops living weights and grows as many dead ones, so that the network stays as sparse as it began. Use it while training:
 * the presets {@code set}, {@code rigl}, {@code sparse-momentum}, {@code dsr}, {@code deep-r} and {@code static} are it with
 * the parts of their papers.
 *
 * <p>Counts are exact at every revision: growth is shared out by whole units, and where a layer has no room but for what it
 * just dropped, that comes back. The first masks are drawn at random, living weights before dead ones, so that a network
 * which is sparse already can go on with the masks it has ({@code initial: present}). What this remembers begins anew with
 * each training.
 *
 * <p>Departures: growth by gradient measures it over examples of its own, without augmentation and in inference mode (batch
 * normalization by its running statistics, no dropout), where RigL takes the gradient of the step's own batch as it trains. First
 * masks have an exact number of weights, drawn without repeats; SET's and Sparse Momentum's reference code draws each connection
 * by chance, or with repeats. What SET grows begins at zero, as in its code for Keras; its code for sparse
 * matrices draws it. Weights and their decay are the optimizer's: it pulls at weights and not at biases or normalization, where
 * SET's and Sparse Momentum's reference code lets it pull at everything.
 *
 * @param drop who goes: a policy that only prunes; what it revives stays dead. It must judge in the same units
 * @param grow what dead weights are ranked by
 * @param redistribution how many grow in each layer
 * @param regrowDropped whether what was just dropped may grow again
 * @param restart whether a weight that was dropped and grown at once begins anew; else it goes on as it was
 * @param start what grown weights begin at
 * @param keepSlots whether the optimizer keeps what it has for dropped and grown weights; takes a parameterization such as
 *     {@code dense-gradient}
 * @param makeUp whether later revisions grow more where earlier ones left fewer weights than there were at first
 * @param granularity what is grown as one
 * @param initial how many weights each layer starts with
 * @param keep the share of all weights that is alive at first
 */
public record DropGrow(
        @Knob(value = "who goes: a policy that only prunes", otherwise = "shed")
        MaskPolicy drop,

        @Knob(value = "what dead weights are ranked by", otherwise = "random")
        Criterion grow,

        @Knob(value = "how many grow in each layer", otherwise = "same-layer")
        Redistribution redistribution,

        @Knob(value = "whether what was just dropped may grow again", otherwise = "true")
        boolean regrowDropped,

        @Knob(value = "whether a weight dropped and grown at once begins anew", otherwise = "false")
        boolean restart,

        @Knob(value = "what grown weights begin at", otherwise = "zero")
        GrowthStart start,

        @Knob(value = "whether the optimizer keeps its memory of dropped and grown weights", otherwise = "false")
        boolean keepSlots,

        @Knob(value = "whether weights that went missing earlier are grown later", otherwise = "false")
        boolean makeUp,

        @Knob(value = "what is grown as one", otherwise = "element")
        Granularity granularity,

        @Knob(value = "how many weights each layer starts with", otherwise = "erk")
        Distribution initial,

        @Knob(value = "share of all weights that is alive at first", otherwise = "0.1")
        @DecimalMin("0")
        @DecimalMax("1")
        double keep)
        implements MaskPolicy {
    public DropGrow {
        requireNonNull(drop, "drop is null");
        requireNonNull(grow, "grow is null");
        requireNonNull(redistribution, "redistribution is null");
        requireNonNull(start, "start is null");
        requireNonNull(granularity, "granularity is null");
        requireNonNull(initial, "initial is null");
    }

    @Override
    public Revision initial(Scoring scoring) {
        List<Bundle> bundles = granularity.bundles(scoring.network());
        Allocation allocation = initial.allocate(new Target(keep, Target.Base.ALL), bundles, scoring);
        MaskSet all = MaskSet.ones(scoring.network().prunable());
        return Revision.of(scoring.selector().keepBest(allocation, new LivingFirst().score(scoring), all, all));
    }

    @Override
    public Revision next(Scoring scoring) {
        List<Bundle> bundles = granularity.bundles(scoring.network());
        MaskSet present = scoring.masks();
        Revision dropped = drop.next(scoring);
        MaskSet survivors = present.zip(dropped.masks(), Mask::and);
        long[] before = Units.alive(bundles, present);
        long[] after = Units.alive(bundles, survivors);
        long[] removed = Units.less(before, after);
        Feedback feedback = Feedback.of(scoring.state(), Arrays.stream(before).sum());
        long count = Arrays.stream(removed).sum() + (makeUp ? feedback.due() : 0);
        MaskSet grown = Units.none(present);
        if (count > 0) {
            long[] shares = redistribution.shares(bundles, after, removed, count, scoring);
            grown = grown(shares, bundles, survivors, scoring);
        }
        MaskSet next = survivors.zip(grown, Mask::or);
        MaskSet anew = restart ? grown : grown.zip(present, Mask::andNot);
        long left = Arrays.stream(Units.alive(bundles, next)).sum();
        Revision revision = Revision.of(next)
                .growing(anew, start)
                .remembering(makeUp ? feedback.after(left, dropped.state()) : dropped.state());
        return keepSlots ? revision.keepingSlots() : revision;
    }

    /** Returns as many units of each bundle as {@code shares} says; what was just dropped only where it may, or must. */
    private MaskSet grown(long[] shares, List<Bundle> bundles, MaskSet survivors, Scoring scoring) {
        MaskSet dead = Units.dead(survivors);
        Tensors scores = grow.score(scoring.competing(dead));
        MaskSet fresh = regrowDropped ? dead : Units.dead(scoring.masks());
        MaskSet grown = Units.best(shares, bundles, scores, fresh, scoring);
        long[] missing = Units.less(shares, Units.alive(bundles, grown));
        if (Arrays.stream(missing).sum() == 0) {
            return grown;
        }
        MaskSet rest = dead.zip(grown, Mask::andNot);
        return grown.zip(Units.best(missing, bundles, scores, rest, scoring), Mask::or);
    }

    /** As many grow as are dropped, so that the share of the beginning is that of the end. */
    @Override
    public Optional<Aim> aim() {
        return initial.hasOwnShares() ? Optional.empty() : Optional.of(new Aim(keep, Target.Base.ALL, granularity));
    }

    @Override
    public Set<Evidence<?>> evidence() {
        var evidence = new LinkedHashSet<Evidence<?>>(drop.evidence());
        evidence.addAll(grow.evidence());
        evidence.addAll(redistribution.evidence());
        evidence.addAll(initial.evidence());
        return evidence;
    }
}
