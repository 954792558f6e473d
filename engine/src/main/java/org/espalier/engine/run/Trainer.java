package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.espalier.api.data.Batch;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Objective.Cost;
import org.espalier.api.stage.Workbench.Split;
import org.espalier.api.train.TrainingHook;
import org.espalier.api.train.TrainingPlan;
import org.espalier.api.train.TrainingReport;
import org.espalier.engine.PipelineException;
import org.espalier.engine.RunListener;
import org.espalier.engine.data.Batches;
import org.espalier.engine.mask.NamePattern;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.SoftmaxCrossEntropy;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains the run's network: the one place that knows the order of a step. */
final class Trainer {
    private final RunScope run;

    Trainer(RunScope run) {
        this.run = run;
    }

    /** Trains as the plan says, under the path of the stage that asked. */
    TrainingReport train(String stage, TrainingPlan plan) {
        return new Training(stage, plan).run();
    }

    /** One training in progress. */
    private final class Training {
        private final String stage;
        private final TrainingPlan plan;
        private final LiveNetwork live = run.live();
        private final Batches batches;
        private final long stepsPerEpoch;
        private final long steps;
        private final LearningRate rate;
        private final StepUpdate update;
        private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
        private final List<HookSession> sessions = new ArrayList<>();
        private final boolean showGradients;
        private long step;
        private String stopped = "";
        private double lastLoss = Double.NaN;

        Training(String stage, TrainingPlan plan) {
            this.stage = stage;
            this.plan = plan;
            // The step count so far keeps two trainings of one stage (rounds of a repetition) from seeing equal orders.
            this.batches = run.data().training(plan.batchSize(), run.seed(stage + "/batches"));
            this.stepsPerEpoch = batches.perEpoch();
            this.steps = Math.round(plan.epochs() * stepsPerEpoch);
            this.rate = new LearningRate(plan, live.clock());
            Set<LayerId> frozen = frozen();
            live.network().setFrozen(frozen);
            List<ParamInfo> moving = live.params().stream()
                    .filter(param -> !frozen.contains(param.id().layer()))
                    .toList();
            this.update = new StepUpdate(live, plan.optimizer(), moving);
            this.showGradients = plan.hooks().stream().anyMatch(TrainingHook::seesGradients);
            for (int i = 0; i < plan.hooks().size(); i++) {
                sessions.add(new HookSession(run, stage + "/with[" + (i + 1) + "]", this::progress, this::stop));
            }
        }

        private Set<LayerId> frozen() {
            for (String glob : plan.frozen()) {
                if (live.layers().stream().noneMatch(layer -> NamePattern.of(glob)
                        .matches(layer.id().path()))) {
                    throw new IllegalArgumentException("freeze: no layer matches '" + glob + "'; there are "
                            + live.layers().stream()
                                    .map(layer -> layer.id().path())
                                    .toList());
                }
            }
            return live.layers().stream()
                    .map(layer -> layer.id())
                    .filter(id -> plan.frozen().stream()
                            .anyMatch(glob -> NamePattern.of(glob).matches(id.path())))
                    .collect(Collectors.toSet());
        }

        private Progress progress() {
            return new Progress(step, steps, (double) step / stepsPerEpoch, plan.epochs());
        }

        private void stop(String reason) {
            stopped = reason;
        }

        TrainingReport run() {
            if (plan.freshOptimizer()) {
                live.memory().clear();
            }
            live.memory().serve(plan.optimizer());
            forEachHook(TrainingHook::trainingStarted);
            int epochs = 0;
            for (int epoch = 0; step < steps && stopped.isEmpty(); epoch++) {
                trainEpoch(epoch);
                epochs++;
            }
            forEachHook(TrainingHook::trainingFinished);
            live.clock(rate.clockAfter((double) step / stepsPerEpoch));
            live.network().setFrozen(Set.of());
            if (!stopped.isEmpty()) {
                run.listener().said(stage + ": stopped after step " + step + ": " + stopped);
            }
            return new TrainingReport(step, epochs, lastLoss, stopped);
        }

        private void trainEpoch(int epoch) {
            var tally = new Tally();
            RandomGenerator random = run.random(stage + "/dropout");
            for (Batch batch : batches.epoch(epoch)) {
                if (step == steps || !stopped.isEmpty()) {
                    break;
                }
                trainStep(batch, tally, random);
                run.stopIfAsked();
                run.listener()
                        .progress(new RunListener.Step(
                                stage,
                                step,
                                steps,
                                (double) step / stepsPerEpoch,
                                plan.epochs(),
                                tally.loss(),
                                tally.accuracy(),
                                live.masks().density()));
            }
            lastLoss = tally.loss();
            forEachHook(TrainingHook::epochFinished);
            note(tally);
        }

        private void trainStep(Batch batch, Tally tally, RandomGenerator random) {
            forEachHook((hook, session) -> hook.stepStarted(session, batch));
            live.computeEffective();
            INDArray output = live.network().forward(batch.inputs(), Mode.TRAIN, random);
            Cost cost = loss.of(output, batch);
            for (int i = 0; i < sessions.size(); i++) {
                cost = plan.hooks().get(i).lossComputed(sessions.get(i), batch, output, cost);
            }
            tally.add(cost.value(), output, batch);
            requireFinite(cost.value());
            live.network().backward(cost.gradientAtOutput());
            update.pullBack(progress());
            if (Double.isFinite(plan.gradientClip())) {
                update.clip(plan.gradientClip());
            }
            for (int i = 0; showGradients && i < sessions.size(); i++) {
                update.use(plan.hooks().get(i).gradientsComputed(sessions.get(i), update.gradients()));
            }
            update.move(rate.at((double) step / stepsPerEpoch, stepsPerEpoch));
            live.changed();
            step++;
            run.recorder().stepDone();
            forEachHook((hook, session) -> hook.stepFinished(session, batch));
        }

        private void requireFinite(double loss) {
            if (!Double.isFinite(loss)) {
                throw new PipelineException(stage + ": the training loss became " + loss + " at step " + (step + 1)
                        + " of " + steps + ". Lower the learning rate, or set gradient-clip");
            }
        }

        private void note(Tally tally) {
            run.recorder().metric(stage, "train.loss", tally.loss());
            run.recorder().metric(stage, "train.accuracy", tally.accuracy());
            run.recorder().metric(stage, "learning-rate", rate.at((double) (step - 1) / stepsPerEpoch, stepsPerEpoch));
            run.recorder().metric(stage, "density", live.masks().density());
            if (run.data().has(Split.VALIDATION)) {
                live.computeEffective();
                run.evaluator().lossAndAccuracy(Split.VALIDATION).forEach((key, value) -> run.recorder()
                        .metric(stage, "validation." + key, value));
            }
        }

        private void forEachHook(HookCall call) {
            for (int i = 0; i < sessions.size(); i++) {
                call.on(plan.hooks().get(i), sessions.get(i));
            }
        }
    }

    private interface HookCall {
        void on(TrainingHook hook, HookSession session);
    }
}
