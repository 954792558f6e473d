package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskChange;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.State;
import org.espalier.api.model.Tensors;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Objective.Cost;
import org.espalier.api.score.Scoring;
import org.espalier.api.stage.Snapshots;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A training of a fake network, for one hook. Steps run in the engine's order, on the gradients of
 * {@link FakeInstruments}; everything that the hook does is written down.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class FakeSession implements Session {
    private static final double LEARNING_RATE = 0.1;

    private final List<String> events = new ArrayList<>();
    private final Set<Evidence<?>> asked = new LinkedHashSet<>();
    private final Set<ParamId> decided = new LinkedHashSet<>();
    private FakeNetwork network;
    private MaskSet masks;
    private Progress progress = Progress.of(0, 0);
    private State hookState = State.empty();
    private State policyState = State.empty();
    private final FakeSnapshots snapshots = new FakeSnapshots(this::present, this::put, event -> events.add(event));
    private boolean stopped;

    private FakeSession(FakeNetwork network, MaskSet masks) {
        this.network = network.masked(masks);
        this.masks = masks;
        snapshots.keep(Snapshots.INITIAL);
    }

    /** Returns this with its present state kept under a name, as a stage before the training may have kept one. */
    public FakeSession keeping(String snapshot) {
        snapshots.keep(snapshot);
        return this;
    }

    /** Returns a session that has not begun. */
    public static FakeSession of(FakeNetwork network) {
        return new FakeSession(network, network.ones());
    }

    /** Returns a session that begins under masks. */
    public static FakeSession of(FakeNetwork network, MaskSet masks) {
        return new FakeSession(network, masks);
    }

    /** Trains for some epochs, with {@code hook} taking part, or what it holds together; those share this session. */
    public FakeSession train(TrainingHook hook, int epochs, int stepsPerEpoch) {
        List<TrainingHook> hooks = hook.hooks();
        long steps = (long) epochs * stepsPerEpoch;
        progress = new Progress(0, steps, 0, epochs);
        hooks.forEach(each -> each.trainingStarted(this));
        for (long step = 1; step <= steps && !stopped; step++) {
            Batch batch = instruments().batch((int) (step % 3), 4);
            hooks.forEach(each -> each.stepStarted(this, batch));
            INDArray output = instruments().output(batch);
            Cost cost = instruments().taskLoss().of(output, batch);
            Tensors gradients = instruments().gradients(instruments().taskLoss(), batch);
            boolean replaced = false;
            for (TrainingHook each : hooks) {
                cost = each.lossComputed(this, batch, output, cost);
                gradients = each.seesGradients() ? each.gradientsComputed(this, gradients) : gradients;
                replaced |= each.replacesUpdate(this);
            }
            events.add("loss " + cost.value());
            if (!replaced) {
                move(gradients);
            }
            progress = new Progress(step, steps, (double) step / stepsPerEpoch, epochs);
            hooks.forEach(each -> each.stepFinished(this, batch));
            if (step % stepsPerEpoch == 0) {
                hooks.forEach(each -> each.epochFinished(this));
            }
        }
        hooks.forEach(each -> each.lastStepFinished(this));
        hooks.forEach(each -> each.trainingFinished(this));
        return this;
    }

    private void move(Tensors gradients) {
        network = network.with(
                        network.weights().zip(gradients, (weight, gradient) -> weight.sub(gradient.mul(LEARNING_RATE))))
                .masked(masks);
    }

    /** Returns what the hook did, in order, in words. */
    public List<String> events() {
        return List.copyOf(events);
    }

    /** Returns the evidence that scorings were asked for. */
    public Set<Evidence<?>> asked() {
        return Set.copyOf(asked);
    }

    /** Returns the parameters whose masks were changed by revisions, or handed to a parameterization that decides on them. */
    public Set<ParamId> decided() {
        return Set.copyOf(decided);
    }

    @Override
    public FakeNetwork network() {
        return network;
    }

    @Override
    public MaskSet masks() {
        return masks;
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public RandomGenerator random() {
        return Seeded.random("session" + progress.step());
    }

    @Override
    public State state() {
        return hookState;
    }

    @Override
    public void remember(State next) {
        hookState = next;
    }

    @Override
    public Scoring scoring(Set<Evidence<?>> evidence, Progress window) {
        asked.addAll(evidence);
        return FakeScoring.of(network)
                .withMasks(masks)
                .withSeed(progress.step())
                .withProgress(window)
                .withState(policyState)
                .declaring(evidence);
    }

    @Override
    public MaskChange commit(Revision revision) {
        var change = new MaskChange(
                masks.zip(revision.masks(), Mask::andNot), revision.masks().zip(masks, Mask::andNot));
        revision.masks().byId().forEach((id, mask) -> {
            if (!mask.equals(masks.get(id))) {
                decided.add(id);
            }
        });
        masks = revision.masks();
        network = network.with(revision.weights()).masked(masks);
        policyState = revision.state();
        events.add("commit " + masks.alive() + "/" + masks.size() + " " + masks.hashCode());
        return change;
    }

    @Override
    public void parameterize(Parameterization parameterization, List<Regularizer> regularizers, String pattern) {
        events.add("parameterize " + pattern + " by " + parameterization + " with " + regularizers);
        for (ParamInfo info : network.prunable()) {
            if (pattern.equals("*") || pattern.equals(info.id().toString())) {
                Latent first = parameterization.start(info, network.latent(info.id()), random());
                if (parameterization.decides()) {
                    decided.add(info.id());
                }
                var extras = new LinkedHashMap<>(first.trainable());
                extras.putAll(first.constant());
                network = network.withExtras(info.id(), extras);
            }
        }
    }

    @Override
    public void regularize(List<Regularizer> regularizers, String pattern) {
        events.add("regularize " + pattern + " with " + regularizers);
    }

    @Override
    public void harden(String pattern) {
        events.add("harden " + pattern);
        for (ParamInfo info : network.prunable()) {
            if (pattern.equals("*") || pattern.equals(info.id().toString())) {
                network = network.withExtras(info.id(), Map.of());
            }
        }
    }

    @Override
    public INDArray outputOf(String snapshot, Batch batch) {
        snapshots.require(snapshot);
        return Seeded.gaussian(
                snapshot + batch.inputs().sumNumber(),
                instruments().output(batch).shape());
    }

    @Override
    public Snapshots snapshots() {
        return snapshots;
    }

    @Override
    public void note(String key, double value) {
        events.add(key + " = " + value);
    }

    @Override
    public void warn(String message) {
        events.add("warning: " + message);
    }

    @Override
    public void stop(String reason) {
        stopped = true;
        events.add("stop: " + reason);
    }

    private FakeSnapshots.Kept present() {
        return new FakeSnapshots.Kept(network, masks);
    }

    private void put(FakeSnapshots.Kept next) {
        masks = next.masks();
        network = next.network().masked(masks);
    }

    private FakeInstruments instruments() {
        return FakeInstruments.of(network, 0);
    }
}
