package org.espalier.plugins.regrowth;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Granularity;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.State;
import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Drops whatever scores below one threshold for all layers, and adapts the threshold so that about {@code wanted} units go
 * each time: halved when more than 1.1 times as many went, doubled when fewer than 0.9 times (dynamic sparse
 * reparameterization: Mostafa and Wang 2019, algorithm 1). Each layer keeps its best unit at least, as in the authors' code. As many are
 * wanted at each revision, whatever its distance to the last.
 *
 * <p>Departures: a period that lengthens, 100 to 800 steps in the authors' code, is the cadence's {@code doublings}, which the preset
 * {@code dsr} leaves out, as its moments depend on a training's length. The authors' networks for MNIST have batch normalization and no
 * biases.
 *
 * @param criterion what is held against the threshold
 * @param threshold the first threshold
 * @param wanted how many units are to go each time
 * @param granularity what is dropped as one
 */
public record ShedBelow(
        @Knob(value = "what is held against the threshold", otherwise = "magnitude")
        Criterion criterion,

        @Knob(value = "the first threshold", otherwise = "0.001") @Positive
        double threshold,

        @Knob(value = "how many are to be dropped each time", otherwise = "600") @Positive
        long wanted,

        @Knob(value = "what is dropped as one", otherwise = "element")
        Granularity granularity)
        implements MaskPolicy {
    private static final String THRESHOLD = "threshold";
    private static final double TOLERANCE = 0.1;

    public ShedBelow {
        requireNonNull(criterion, "criterion is null");
        requireNonNull(granularity, "granularity is null");
    }

    @Override
    public Revision next(Scoring scoring) {
        List<Bundle> bundles = granularity.bundles(scoring.network());
        Tensors scores = criterion.score(scoring);
        double present = scoring.state().scalar(THRESHOLD, threshold);
        long[] keep = new long[bundles.size()];
        long dropped = 0;
        for (int i = 0; i < keep.length; i++) {
            Mask alive = bundles.get(i).alive(scoring.masks());
            keep[i] = Math.min(
                    alive.alive(), Math.max(1, above(present, bundles.get(i).pool(scores, scoring.masks()), alive)));
            dropped += alive.alive() - keep[i];
        }
        MaskSet survivors = Units.best(keep, bundles, scores, scoring.masks(), scoring);
        return Revision.of(survivors).remembering(State.empty().with(THRESHOLD, adapted(present, dropped)));
    }

    private static long above(double threshold, INDArray scores, Mask alive) {
        float[] values = Flat.copy(scores);
        return IntStream.range(0, values.length)
                .filter(unit -> alive.get(unit) && values[unit] >= threshold)
                .count();
    }

    /** Returns the threshold to use after {@code dropped} units went below {@code present}. */
    double adapted(double present, long dropped) {
        if (dropped > (1 + TOLERANCE) * wanted) {
            return present / 2;
        }
        return dropped < (1 - TOLERANCE) * wanted ? present * 2 : present;
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return criterion.evidence();
    }
}
