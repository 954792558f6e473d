package org.espalier.testkit.zoo;

import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.State;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Scoring;

/** Methods that go on training weights behind their masks: dynamic network surgery and Top-KAST. */
final class BehindMasks {
    private BehindMasks() {}

    /**
     * Dynamic network surgery (Guo, Yao and Chen 2016, eq. 3): a weight is cut below {@code a = 0.9 (μ + cσ)} and spliced
     * in again above {@code b = 1.1 (μ + cσ)}, with μ and σ of the layer's weights as they were at the first call, which it
     * remembers. Wants the core's {@code straight-through}.
     *
     * @param rate the {@code c} that sets the sparsity
     */
    record NetworkSurgery(double rate) implements MaskPolicy {
        @Override
        public Revision next(Scoring scoring) {
            State state = scoring.state();
            MaskSet masks = scoring.masks();
            for (ParamInfo info : scoring.network().prunable()) {
                float[] weights = Flat.values(scoring.network().latent(info.id()));
                if (!state.scalars().containsKey("mu " + info.id())) {
                    state = measured(info, weights, state);
                }
                double mean = state.scalar("mu " + info.id(), 0);
                double middle = Math.max(mean + rate * state.scalar("sigma " + info.id(), 0), 0);
                Mask before = masks.get(info.id());
                masks = masks.with(
                        info.id(),
                        Mask.of(info.shape(), i -> Math.abs(weights[(int) i]) > (before.get(i) ? 0.9 : 1.1) * middle));
            }
            MaskSet grown = masks.zip(scoring.masks(), Mask::andNot);
            return Revision.of(masks)
                    .growing(grown, GrowthStart.KEPT)
                    .keepingSlots()
                    .remembering(state);
        }

        private static State measured(ParamInfo info, float[] weights, State state) {
            double sum = 0;
            double squares = 0;
            int count = 0;
            for (float weight : weights) {
                sum += Math.abs(weight);
                squares += (double) weight * weight;
                count += weight == 0 ? 0 : 1;
            }
            double mean = count == 0 ? 0 : sum / count;
            double variance = count == 0 ? 0 : Math.max(0, squares / count - mean * mean);
            return state.with("mu " + info.id(), mean).with("sigma " + info.id(), Math.sqrt(variance));
        }
    }

    /** The chance that surgery lets a step pass: {@code 1 − (1 + γ · step)^−power}; a cadence's {@code skipping}. */
    record RarerSurgery(double gamma, double power) implements Schedule {
        @Override
        public double at(Progress progress) {
            return 1 - Math.pow(1 + gamma * progress.step(), -power);
        }

        @Override
        public boolean completes() {
            return false;
        }
    }

    /**
     * Top-KAST (Jayakumar et al. 2020, section 2): the network runs with the largest weights of each layer, gradients
     * reach a larger set of them, and both sets are ranked anew each time.
     *
     * @param forward share of weights that the network runs with
     * @param backward share of weights that are trained, not below {@code forward}
     */
    record TopKast(double forward, double backward) implements MaskPolicy {
        @Override
        public Revision next(Scoring scoring) {
            MaskSet running = MaskSet.none();
            MaskSet trained = MaskSet.none();
            for (ParamInfo info : scoring.network().prunable()) {
                float[] sizes = Flat.values(scoring.network().latent(info.id()));
                for (int i = 0; i < sizes.length; i++) {
                    sizes[i] = Math.abs(sizes[i]);
                }
                Mask all = Mask.ones(info.shape());
                running = running.with(info.id(), Flat.best(info, sizes, Math.round(forward * info.size()), all));
                trained = trained.with(info.id(), Flat.best(info, sizes, Math.round(backward * info.size()), all));
            }
            MaskSet grown = running.zip(scoring.masks(), Mask::andNot);
            return Revision.of(running)
                    .growing(grown, GrowthStart.KEPT)
                    .withBackward(trained)
                    .keepingSlots();
        }

        @Override
        public Revision initial(Scoring scoring) {
            return next(scoring);
        }
    }

    /** Runs with what the mask has alive, trains whatever the revision says; the rest keeps its value. */
    record Exploring() implements Elementwise {
        @Override
        public float forward(float dense, float row, boolean on) {
            return on ? dense : 0;
        }

        @Override
        public float backward(float dense, float row, boolean on, float gradient) {
            return on ? gradient : 0;
        }
    }
}
