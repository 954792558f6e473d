package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.Glob;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Objective.Cost;
import org.espalier.api.train.TrainingHook;
import org.espalier.api.train.TrainingPlan;
import org.espalier.api.train.TrainingReport;
import org.espalier.engine.RunListener;
import org.espalier.engine.data.Batches;
import org.espalier.engine.loss.SoftmaxCrossEntropy;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.optimizer.LearningRate;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains the run's network: the one place that knows the order of a step. */
final class Trainer {
    private final RunScope run;

    Trainer(RunScope run) {
        this.run = run;
    }

    /** Trains as the plan says, under the path of the stage that asked. */
    TrainingReport train(String stage, TrainingPlan plan) {
        return new Training(stage, plan, EpochRecord.of(run)).run();
    }

    /** Trains in the same way, but records no epoch. */
    TrainingReport trial(String stage, TrainingPlan plan) {
        return new Training(stage, plan, EpochRecord.NONE).run();
    }

    /** One training in progress. */
    private final class Training {
        private final String stage;
        private final TrainingPlan plan;
        private final EpochRecord record;
        private final LiveNetwork live = run.live();
        private final Batches batches;
        private final long stepsPerEpoch;
        private final long steps;
        private final LearningRate rate;
        private final StepUpdate update;
        private final GradientMean mean;
        private final SoftmaxCrossEntropy loss;
        private final List<TrainingHook> hooks;
        private final List<HookSession> sessions = new ArrayList<>();
        private final boolean showGradients;
        private final @Nullable TrainingPosition resumed = run.course().takeTraining();
        private final Divergence divergence = new Divergence(live);
        private long step;
        private String stopped = "";
        private double lastLoss = Double.NaN;

        Training(String stage, TrainingPlan plan, EpochRecord record) {
            this.stage = stage;
            this.plan = plan;
            this.record = record;
            this.loss = new SoftmaxCrossEntropy(plan.labelSmoothing());
            if (resumed != null) {
                step = resumed.step();
                stopped = resumed.stopped();
                lastLoss = resumed.lastLoss();
            }
            // The step count so far keeps two trainings of one stage (rounds of a repetition) from seeing equal orders.
            this.batches = run.data().training(plan.batchSize(), run.streams().seed(stage + "/batches", step));
            this.stepsPerEpoch = TrainingLength.stepsPerEpoch(batches.perEpoch(), plan.accumulate());
            this.steps = TrainingLength.steps(plan.epochs(), stepsPerEpoch);
            if (resumed != null) {
                resumed.requireWithin(stepsPerEpoch, steps);
            }
            this.rate = new LearningRate(plan, resumed == null ? live.clock() : resumed.clock());
            Set<LayerId> frozen = Glob.select(
                    "freeze",
                    plan.frozen(),
                    live.layers().stream().map(LayerView::id).toList());
            live.network().setFrozen(frozen);
            List<ParamInfo> moving = live.params().stream()
                    .filter(param -> !frozen.contains(param.id().layer()))
                    .toList();
            this.update = new StepUpdate(live, plan.optimizer(), moving);
            this.mean = new GradientMean(live, moving);
            this.hooks =
                    plan.hooks().stream().flatMap(hook -> hook.hooks().stream()).toList();
            this.showGradients = hooks.stream().anyMatch(TrainingHook::seesGradients);
            for (int i = 0; i < hooks.size(); i++) {
                sessions.add(new HookSession(run, stage + "/with[" + (i + 1) + "]", this::progress, this::stop));
            }
        }

        private Progress progress() {
            return new Progress(step, steps, (double) step / stepsPerEpoch, plan.epochs());
        }

        private void stop(String reason) {
            stopped = reason;
        }

        TrainingReport run() {
            int epoch = 0;
            if (resumed == null) {
                begin();
            } else {
                live.computeEffective();
                trainEpoch(resumed.epoch(), resumed.done(), new Tally(resumed.tally()));
                epoch = resumed.epoch() + 1;
            }
            for (; step < steps && stopped.isEmpty(); epoch++) {
                trainEpoch(epoch, 0, new Tally());
            }
            forEachHook(TrainingHook::lastStepFinished);
            forEachHook(TrainingHook::trainingFinished);
            run.teachers().clear();
            checkAims();
            live.clock(rate.clockAfter((double) step / stepsPerEpoch));
            live.network().setFrozen(Set.of());
            if (!stopped.isEmpty()) {
                run.listener().said(stage + ": stopped after step " + step + ": " + stopped);
            }
            return new TrainingReport(step, epoch, lastLoss, stopped);
        }

        private void checkAims() {
            for (int i = 0; steps > 0 && i < hooks.size(); i++) {
                String path = sessions.get(i).path();
                AimCheck.before(live, hooks.get(i).aim())
                        .flatMap(AimCheck::missed)
                        .ifPresent(words -> run.warn(path, words));
            }
        }

        private void begin() {
            hooks.forEach(hook -> hook.needsSnapshots().forEach(run.snapshots()::get));
            rate.complain(stepsPerEpoch, steps, words -> run.listener().said(stage + ": " + words));
            if (plan.freshOptimizer()) {
                live.memory().clear();
            }
            live.memory().serve(plan.optimizer());
            forEachHook(TrainingHook::trainingStarted);
            live.computeEffective();
        }

        private void trainEpoch(int epoch, int first, Tally tally) {
            divergence.epochBegins(step);
            for (int at = first; at < stepsPerEpoch && step < steps && stopped.isEmpty(); at++) {
                trainStep(epoch, at, tally);
                run.listener()
                        .progress(new RunListener.Step(
                                stage,
                                step,
                                steps,
                                (double) step / stepsPerEpoch,
                                plan.epochs(),
                                tally.loss(),
                                tally.accuracy(),
                                live.density()));
                run.safePoint(new TrainingPosition(epoch, at + 1, step, tally.sums(), lastLoss, rate.clock(), stopped));
            }
            lastLoss = tally.loss();
            forEachHook(TrainingHook::epochFinished);
            record.epochDone(stage, tally, rate.at((double) (step - 1) / stepsPerEpoch, stepsPerEpoch));
        }

        /** Makes a step of an epoch, the one {@code at} from 0. */
        private void trainStep(int epoch, int at, Tally tally) {
            int first = at * plan.accumulate();
            Batch batch = batches.at(epoch, first);
            hooksStart(batch);
            RandomGenerator random = dropout();
            computeGradients(batch, tally, random);
            if (plan.accumulate() > 1) {
                mean.add(batch.size());
                for (int i = first + 1; i < Math.min((long) first + plan.accumulate(), batches.perEpoch()); i++) {
                    batch = batches.at(epoch, i);
                    computeGradients(batch, tally, random);
                    mean.add(batch.size());
                }
                mean.write();
            }
            update.pullBack(progress());
            if (Double.isFinite(plan.gradientClip())) {
                update.clip(plan.gradientClip());
            }
            for (int i = 0; showGradients && i < sessions.size(); i++) {
                update.use(hooks.get(i).gradientsComputed(sessions.get(i), update.gradients()));
            }
            if (!aHookReplacesTheUpdate()) {
                update.move(rate.at((double) step / stepsPerEpoch, stepsPerEpoch));
            }
            live.changed();
            step++;
            run.recorder().stepDone();
            finishStep(batch);
        }

        private boolean aHookReplacesTheUpdate() {
            boolean replaced = false;
            for (int i = 0; i < sessions.size(); i++) {
                replaced |= hooks.get(i).replacesUpdate(sessions.get(i));
            }
            return replaced;
        }

        private void hooksStart(Batch batch) {
            forEachHook((hook, session) -> hook.stepStarted(session, batch));
        }

        private void computeGradients(Batch batch, Tally tally, RandomGenerator random) {
            INDArray output = live.network().forward(batch.inputs(), Mode.TRAIN, random);
            Cost cost = loss.of(output, batch);
            for (int i = 0; i < sessions.size(); i++) {
                cost = hooks.get(i).lossComputed(sessions.get(i), batch, output, cost);
            }
            tally.add(cost.value(), output, batch);
            if (divergence.shows(cost.value())) {
                throw divergence.stop(
                        at(step + 1) + "the training loss became " + cost.value(), batch, dropout(), step > 0);
            }
            live.network().backward(cost.gradientAtOutput());
        }

        /** Hooks that look at weights may be the first to meet those that ran away. */
        private void finishStep(Batch batch) {
            try {
                forEachHook((hook, session) -> hook.stepFinished(session, batch));
            } catch (IllegalArgumentException e) {
                live.computeEffective();
                if (!divergence.shows(batch, dropout())) {
                    throw e;
                }
                throw divergence.stop(at(step) + "the network ran away", batch, dropout(), true);
            }
        }

        private String at(long which) {
            return stage + ": step " + which + " of " + steps + ": ";
        }

        /** A stream of its own for each step, so that a training goes on from any of them. */
        private RandomGenerator dropout() {
            return run.random(stage + "/dropout");
        }

        private void forEachHook(HookCall call) {
            for (int i = 0; i < sessions.size(); i++) {
                call.on(hooks.get(i), sessions.get(i));
            }
        }
    }

    private interface HookCall {
        void on(TrainingHook hook, HookSession session);
    }
}
