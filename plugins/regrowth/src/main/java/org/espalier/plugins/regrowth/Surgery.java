package org.espalier.plugins.regrowth;

import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.State;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Scoring;

/**
 * Cuts weights below {@code a = 0.9 · t} and splices in again those that grew above {@code b = 1.1 · t} behind their mask, with
 * {@code t = max(μ + c·σ, 0)} (dynamic network surgery: Guo, Yao and Chen 2016, equation 3). μ and σ are mean and deviation of
 * the sizes of a layer's weights other than zero at the first revision, which is remembered. Train through
 * {@code straight-through}, so that weights behind masks go on.
 *
 * <p>In the paper {@code b} is {@code a} plus a margin; the two factors, and μ and σ of the first revision alone, are the authors' code's.
 *
 * <p>Departures: biases are never masked and have no part in μ and σ, where the authors' code treats them as weights; a layer keeps its
 * largest weight; all layers are cut in the same phase, where the authors cut convolutions and dense layers one after the other.
 *
 * @param rate the {@code c} that sets the sparsity
 */
public record Surgery(
        @Knob(value = "the c of the threshold μ + c·σ; more is sparser", otherwise = "2")
        double rate) implements MaskPolicy {
    private static final double CUT = 0.9;
    private static final double SPLICE = 1.1;

    @Override
    public Revision next(Scoring scoring) {
        State state = scoring.state();
        MaskSet masks = scoring.masks();
        for (ParamInfo info : scoring.network().prunable()) {
            float[] weights = Flat.copy(scoring.network().latent(info.id()));
            String name = "threshold " + info.id();
            state = state.with(name, state.scalars().containsKey(name) ? state.scalar(name, 0) : threshold(weights));
            masks = masks.with(info.id(), operated(info, weights, masks.get(info.id()), state.scalar(name, 0)));
        }
        return Revision.of(masks)
                .growing(masks.zip(scoring.masks(), Mask::andNot), GrowthStart.KEPT)
                .keepingSlots()
                .remembering(state);
    }

    private static Mask operated(ParamInfo info, float[] weights, Mask before, double threshold) {
        Mask after =
                Mask.of(info.shape(), i -> Math.abs(weights[(int) i]) > (before.get(i) ? CUT : SPLICE) * threshold);
        if (after.alive() > 0) {
            return after;
        }
        int largest = 0;
        for (int i = 1; i < weights.length; i++) {
            largest = Math.abs(weights[i]) > Math.abs(weights[largest]) ? i : largest;
        }
        int only = largest;
        return Mask.of(info.shape(), i -> i == only);
    }

    private double threshold(float[] weights) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (float weight : weights) {
            sum += Math.abs(weight);
            squares += (double) weight * weight;
            count += weight == 0 ? 0 : 1;
        }
        double mean = sum / Math.max(1, count);
        double deviation = Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean));
        return Math.max(mean + rate * deviation, 0);
    }
}
