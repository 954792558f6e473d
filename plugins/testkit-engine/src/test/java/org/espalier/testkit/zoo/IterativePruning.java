package org.espalier.testkit.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Granularity;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Axis;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.CouplingGroup.Member;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Need;
import org.espalier.api.score.Scoring;
import org.espalier.api.stage.Snapshots.Part;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.api.train.TrainingPlan;
import org.espalier.engine.mask.PrunePolicy;
import org.espalier.engine.mask.distribution.GlobalDistribution;
import org.espalier.engine.schedule.OneShotSchedule;

/** Rounds of training and pruning. */
final class IterativePruning {
    private static final Set<Need> TRAINING = Set.of(Need.INPUTS, Need.LABELS);

    private IterativePruning() {}

    /** Keeps {@code |w| > quality · σ} with the deviation of each layer's living weights (Han et al. 2015, section 3). */
    record QualityThreshold(double quality) implements MaskPolicy {
        @Override
        public Revision next(Scoring scoring) {
            MaskSet masks = scoring.masks();
            for (ParamInfo info : scoring.network().prunable()) {
                float[] weights = Flat.values(scoring.network().effective(info.id()));
                Mask before = masks.get(info.id());
                double threshold = quality * deviation(weights, before);
                masks = masks.with(
                        info.id(), Mask.of(info.shape(), i -> before.get(i) && Math.abs(weights[(int) i]) > threshold));
            }
            return Revision.of(masks);
        }

        private static double deviation(float[] weights, Mask alive) {
            double[] sums = new double[2];
            alive.forEachAlive(i -> {
                sums[0] += weights[(int) i];
                sums[1] += (double) weights[(int) i] * weights[(int) i];
            });
            double mean = sums[0] / Math.max(1, alive.alive());
            return Math.sqrt(Math.max(0, sums[1] / Math.max(1, alive.alive()) - mean * mean));
        }
    }

    /** Masks all weights of neurons and filters that nothing reaches or that reach nothing (Han et al. 2015, section 3.5). */
    record DeadNeurons() implements MaskPolicy {
        @Override
        public Revision next(Scoring scoring) {
            MaskSet masks = scoring.masks();
            for (CouplingGroup group : scoring.network().couplings()) {
                List<Member> weights = group.members().stream()
                        .filter(member -> scoring.masks().byId().containsKey(member.param()))
                        .toList();
                boolean[] reached = new boolean[(int) group.channels()];
                boolean[] read = new boolean[(int) group.channels()];
                for (Member member : weights) {
                    ParamInfo info = scoring.network().param(member.param());
                    boolean[] live = member.axis() == Axis.OUT ? reached : read;
                    masks.get(member.param()).forEachAlive(i -> live[channel(info, member, i)] = true);
                }
                for (Member member : weights) {
                    ParamInfo info = scoring.network().param(member.param());
                    Mask before = masks.get(member.param());
                    masks = masks.with(member.param(), Mask.of(info.shape(), i -> {
                        int channel = channel(info, member, i);
                        return before.get(i) && reached[channel] && read[channel];
                    }));
                }
            }
            return Revision.of(masks);
        }

        private static int channel(ParamInfo info, Member member, long element) {
            int axis = info.axes().indexOf(member.axis());
            long inner = info.shape().stream().skip(axis + 1L).reduce(1L, Math::multiplyExact);
            long position = element / inner % info.shape().get(axis);
            return (int) ((position - member.offset()) / member.repeat());
        }
    }

    /** Trains, prunes, removes dead neurons and rescales dropout, round by round (Han et al. 2015). */
    record PruneAndRetrain(TrainingPlan training, MaskPolicy policy, int rounds) implements Stage {
        @Override
        public void run(Workbench bench) {
            for (int round = 0; round < rounds; round++) {
                bench.train(training);
                MaskSet before = bench.masks();
                bench.commit(policy.next(bench.scoring(policy.evidence())));
                bench.commit(new DeadNeurons().next(bench.scoring(Set.of())));
                rescaleDropout(bench, before);
            }
            bench.train(training);
        }

        /** {@code D ← D · √(C_after / C_before)} with the living weights of the layer behind (section 3.2). */
        private static void rescaleDropout(Workbench bench, MaskSet before) {
            Map<String, LayerView> byName = new TreeMap<>();
            bench.network().layers().forEach(layer -> byName.put(layer.id().path(), layer));
            for (LayerView layer : bench.network().layers()) {
                LayerView dropout = byName.get(layer.inputs().get(0).path());
                if (dropout == null
                        || !(dropout.spec() instanceof LayerSpec.Other other)
                        || !other.kind().equals("Dropout")) {
                    continue;
                }
                long was = alive(layer, before);
                double left = was == 0 ? 0 : (double) alive(layer, bench.masks()) / was;
                double ratio = (double) other.attributes().get("ratio") * Math.sqrt(left);
                bench.replace(dropout.id(), new LayerSpec.Other("Dropout", Map.of("ratio", ratio)));
            }
        }

        private static long alive(LayerView layer, MaskSet masks) {
            return layer.params().stream()
                    .filter(ParamInfo::prunable)
                    .mapToLong(info -> masks.get(info.id()).alive())
                    .sum();
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return policy.evidence();
        }

        @Override
        public Set<Need> needs() {
            return TRAINING;
        }
    }

    /**
     * Iterative magnitude pruning with rewinding: to the first weights (Frankle and Carbin 2019) when {@code early} trains
     * for no epoch, else to those after it (Frankle et al. 2020).
     *
     * @param rewinds what goes back; with the learning rate, the schedule is taken up where the snapshot was taken
     */
    record LotteryTicket(TrainingPlan early, TrainingPlan rest, MaskPolicy policy, int rounds, Set<Part> rewinds)
            implements Stage {
        @Override
        public void run(Workbench bench) {
            bench.train(early);
            bench.snapshots().take("ticket");
            for (int round = 0; round < rounds; round++) {
                bench.train(rest);
                bench.commit(policy.next(bench.scoring(policy.evidence())));
                bench.snapshots().restore("ticket", rewinds);
            }
            bench.train(rest);
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return policy.evidence();
        }

        @Override
        public Set<Need> needs() {
            return TRAINING;
        }
    }

    /**
     * Prunes and retrains from the trained weights with the end of the learning-rate schedule: learning-rate rewinding
     * (Renda, Frankle and Carbin 2020).
     *
     * @param dense the training of the dense network, whose schedule is as long as it
     * @param retraining how many of its last epochs are replayed
     */
    record LearningRateRewinding(TrainingPlan dense, double retraining, MaskPolicy policy, int rounds)
            implements Stage {
        @Override
        public void run(Workbench bench) {
            bench.train(dense);
            for (int round = 0; round < rounds; round++) {
                bench.commit(policy.next(bench.scoring(policy.evidence())));
                bench.train(replay());
            }
        }

        TrainingPlan replay() {
            return new TrainingPlan(
                    retraining,
                    dense.batchSize(),
                    dense.accumulate(),
                    dense.optimizer(),
                    dense.schedule(),
                    dense.finalLearningRate(),
                    dense.epochs(),
                    TrainingPlan.Entry.REPLAY,
                    dense.gradientClip(),
                    dense.labelSmoothing(),
                    true,
                    dense.frozen(),
                    dense.hooks());
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return policy.evidence();
        }

        @Override
        public Set<Need> needs() {
            return TRAINING;
        }
    }

    /**
     * Prunes before training, globally, in rounds that each keep the same share of what is left: SNIP and GraSP in one,
     * SynFlow in a hundred (Tanaka et al. 2020, algorithm 1).
     */
    record BeforeTraining(Criterion criterion, Granularity granularity, double keep, int rounds) implements Stage {
        @Override
        public void run(Workbench bench) {
            for (int round = 1; round <= rounds; round++) {
                double left = Math.pow(keep, (double) round / rounds);
                MaskPolicy policy = new PrunePolicy(
                        criterion,
                        new GlobalDistribution(new ArrayList<>()),
                        granularity,
                        new OneShotSchedule(),
                        left,
                        Target.Base.ALL,
                        1,
                        false,
                        1);
                bench.commit(policy.next(bench.scoring(evidence())));
            }
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return criterion.evidence();
        }
    }
}
