package org.espalier.engine.run;

import java.util.List;
import java.util.Locale;
import org.espalier.api.mask.Glob;
import org.espalier.api.model.LayerView;
import org.espalier.api.schedule.Progress;
import org.espalier.api.stage.Workbench.Split;
import org.espalier.api.train.TrainingHook;
import org.espalier.api.train.TrainingPlan;
import org.espalier.api.train.TrainingPlan.Entry;
import org.espalier.engine.optimizer.LearningRate;
import org.espalier.engine.run.Findings.Place;
import org.espalier.engine.run.Rehearsal.Doubt;
import org.espalier.engine.text.Phrases;

/** A training that makes no step: everything that it asks for is checked, and its hooks begin and end. */
record DryTraining(Rehearsal rehearsal, Place place, TrainingPlan plan) {
    void run() {
        int examples = rehearsal.data().size(Split.TRAIN);
        if (examples == 0) {
            return;
        }
        rehearsal.files().changed();
        int batches = TrainingLength.batchesPerEpoch(examples, plan.batchSize());
        long perEpoch = TrainingLength.stepsPerEpoch(batches, plan.accumulate());
        long steps = TrainingLength.steps(plan.epochs(), perEpoch);
        checkLength(batches, perEpoch, steps);
        checkFrozen();
        checkLabels();
        boolean known = checkRate(perEpoch, steps);
        new BatchNormCheck(rehearsal, place).check(examples, plan.batchSize(), steps >= perEpoch);
        rehearsal.live().memory().serve(plan.optimizer());
        rehearsal.optimizers().put(plan.optimizer().getClass().getName(), plan.optimizer());
        List<TrainingHook> hooks =
                plan.hooks().stream().flatMap(hook -> hook.hooks().stream()).toList();
        new DryHooks(rehearsal, place, hooks).run(new Progress(0, steps, 0, plan.epochs()));
        // a hook may end the training before
        rehearsal.certainty(rehearsal.certainty().withClock(known && hooks.isEmpty()));
    }

    /** Returns whether it is known where the training enters its schedule, and goes on to its end. */
    private boolean checkRate(long perEpoch, long steps) {
        if (plan.entry() == Entry.CONTINUE && !rehearsal.certainty().clock()) {
            return false;
        }
        var rate = new LearningRate(plan, rehearsal.live().clock());
        try {
            rate.complain(perEpoch, steps, words -> rehearsal.warning(place, words));
        } catch (IllegalArgumentException e) {
            rehearsal.problem(place, String.valueOf(e.getMessage()));
        }
        rehearsal.live().clock(rate.clockAfter((double) steps / perEpoch));
        return true;
    }

    /** The loss has one label for each row of classes. */
    private void checkLabels() {
        int labels = rehearsal.data().labels(Split.TRAIN);
        List<Long> output = rehearsal.live().network().outputShape();
        if (output.isEmpty() || output.size() > 2) {
            return;
        }
        long rows = output.size() == 1 ? 1 : output.get(0);
        if (rows == labels) {
            return;
        }
        rehearsal.problem(
                place,
                "each example has " + Phrases.counted(labels, "label") + ", but the network classifies it "
                        + Phrases.counted(rows, "time") + ". "
                        + (labels == 1
                                ? "Let it classify a sequence as a whole: 'every-step: false' of lstm, gru and"
                                        + " transformer"
                                : "Let it classify every step: 'every-step: true' of lstm, gru and transformer"));
    }

    private void checkLength(int batches, long perEpoch, long steps) {
        if (plan.accumulate() > batches) {
            rehearsal.warning(
                    place,
                    "'accumulate' is " + plan.accumulate() + ", but an epoch has only "
                            + Phrases.counted(batches, "batch") + "; a step takes all of them");
        }
        if (steps > 0) {
            return;
        }
        if (plan.epochs() == 0) {
            rehearsal.warning(place, "nothing is trained, since 'epochs' is 0");
            return;
        }
        rehearsal.problem(
                place,
                String.format(
                        Locale.ROOT,
                        "%s epochs of %s each come to no step. Give at least %.4g epochs",
                        plan.epochs(),
                        Phrases.counted(perEpoch, "step"),
                        1.0 / perEpoch));
    }

    private void checkFrozen() {
        for (String glob : plan.frozen()) {
            try {
                Glob.select(
                        "freeze",
                        List.of(glob),
                        rehearsal.live().layers().stream().map(LayerView::id).toList());
            } catch (IllegalArgumentException e) {
                rehearsal.refuse(place, String.valueOf(e.getMessage()), Doubt.LAYERS);
            }
        }
    }
}
