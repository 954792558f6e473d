package org.espalier.testkit.zoo;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Scope;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Granularity;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.State;
import org.espalier.api.model.Tensors;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Scoring;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;
import org.espalier.engine.mask.RandomCriterion;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** DEEP R (Bellec et al. 2018, algorithm 1): weights of a fixed sign are a random walk that dies at zero. */
final class DeepRewiring {
    private DeepRewiring() {}

    /** {@code w = sign · θ} where {@code θ > 0}, else 0; signs never change and never decay. */
    record SignedTheta() implements Parameterization {
        static final String SIGN = "sign";
        private static final double BARELY_ALIVE = 1e-12;

        @Override
        public Latent start(ParamInfo info, INDArray dense, RandomGenerator random) {
            float[] signs = Flat.values(dense);
            for (int i = 0; i < signs.length; i++) {
                boolean positive = signs[i] == 0 ? random.nextBoolean() : signs[i] > 0;
                signs[i] = positive ? 1 : -1;
            }
            return new Latent(
                    Transforms.abs(dense, true), Map.of(), Map.of(SIGN, Flat.array(signs, info.shapeArray())));
        }

        @Override
        public Effective effective(ParamInfo info, Latent latent, Mask mask) {
            Mask active = active(info, latent.dense(), mask);
            return new Effective(latent.dense().mul(sign(latent)).muli(active.toArray()), active);
        }

        @Override
        public Latent pullback(ParamInfo info, Latent latent, Mask mask, INDArray gradient) {
            Mask active = active(info, latent.dense(), mask);
            return Latent.of(gradient.mul(sign(latent)).muli(active.toArray()));
        }

        @Override
        public Latent admit(ParamInfo info, Latent latent, Mask grown, INDArray initial) {
            return Parameterization.super.admit(
                    info, latent, grown, initial.mul(0).addi(BARELY_ALIVE));
        }

        private static INDArray sign(Latent latent) {
            return requireNonNull(latent.constant().get(SIGN), "a weight without signs");
        }
    }

    /** The penalty on active weights only: dormant ones stay where they are. */
    record ActiveL1(double weight) implements Regularizer {
        @Override
        public Penalty penalty(ParamInfo info, Latent latent, Mask mask, Progress progress) {
            INDArray active = active(info, latent.dense(), mask).toArray();
            double value = latent.dense().mul(active).sumNumber().doubleValue() * weight;
            return new Penalty(value, Latent.of(active.mul(weight)));
        }
    }

    /**
     * Noise on the gradients of active weights. Under plain SGD that is the walk of the paper: {@code θ ← θ + η · ν}.
     *
     * @param deviation standard deviation of {@code ν}
     */
    record Walk(double deviation) implements TrainingHook {
        @Override
        public Tensors gradientsComputed(Session session, Tensors gradients) {
            RandomGenerator random = session.random();
            Tensors noise = Tensors.of(session.network().prunable(), info -> {
                float[] values = new float[(int) info.size()];
                active(
                                info,
                                session.network().latent(info.id()),
                                session.masks().get(info.id()))
                        .forEachAlive(i -> values[(int) i] = (float) (deviation * random.nextGaussian()));
                return Flat.array(values, info.shapeArray());
            });
            Map<ParamId, INDArray> noisy = new LinkedHashMap<>(gradients.byId());
            noise.byId().forEach((id, array) -> noisy.computeIfPresent(id, (key, gradient) -> gradient.sub(array)));
            return new Tensors(noisy);
        }

        @Override
        public boolean seesGradients() {
            return true;
        }
    }

    /**
     * Replaces weights that crossed zero by as many dormant ones at random, layer by layer, so that each layer keeps its
     * count. It remembers the counts, since a weight that crossed zero is no longer in the mask in force.
     */
    record Rewiring(Granularity granularity, Distribution distribution, double keep) implements MaskPolicy {
        @Override
        public Revision initial(Scoring scoring) {
            List<Bundle> bundles = granularity.bundles(scoring.network());
            Allocation allocation = distribution.allocate(new Target(keep, Target.Base.ALL), bundles, scoring);
            MaskSet all = MaskSet.ones(scoring.network().prunable());
            MaskSet masks = scoring.selector().keepBest(allocation, new RandomCriterion().score(scoring), all, all);
            State counts = State.empty();
            for (Bundle bundle : bundles) {
                counts = counts.with(bundle.name(), (double) bundle.alive(masks).alive());
            }
            return Revision.of(masks).remembering(counts);
        }

        @Override
        public Revision next(Scoring scoring) {
            MaskSet active = scoring.masks();
            for (ParamInfo info : scoring.network().prunable()) {
                INDArray theta = scoring.network().latent(info.id());
                active = active.with(info.id(), DeepRewiring.active(info, theta, active.get(info.id())));
            }
            State counts = scoring.state();
            List<Scope> scopes = new ArrayList<>();
            for (Bundle bundle : granularity.bundles(scoring.network())) {
                double wanted = counts.scalar(
                        bundle.name(), (double) bundle.alive(scoring.masks()).alive());
                counts = counts.with(bundle.name(), wanted);
                scopes.add(new Scope.Pool(
                        List.of(bundle), (long) wanted - bundle.alive(active).alive()));
            }
            MaskSet grown = scoring.selector()
                    .keepBest(
                            new Allocation(scopes),
                            new RandomCriterion().score(scoring),
                            Flat.not(active),
                            MaskSet.none());
            return Revision.of(active.zip(grown, Mask::or))
                    .growing(grown, GrowthStart.ZERO)
                    .remembering(counts);
        }
    }

    private static Mask active(ParamInfo info, INDArray theta, Mask mask) {
        float[] values = Flat.values(theta);
        return Mask.of(info.shape(), i -> mask.get(i) && values[(int) i] > 0);
    }
}
