package org.espalier.engine.run;

import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.espalier.api.data.Batch;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.MaskChange;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.report.Metric;
import org.espalier.api.report.RunRecord;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.api.stage.Workbench.Split;
import org.espalier.engine.PipelineException;
import org.espalier.engine.RunListener;
import org.espalier.engine.ledger.Ledgers;
import org.espalier.engine.mask.selection.ExactSelector;
import org.espalier.engine.mask.selection.TieWarningSelector;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the parts of one run share, and what several of them do alike. */
final class RunScope {
    private final RunInfo info;
    private final RunDirectory directory;
    private final Recorder recorder;
    private final RunListener listener;
    private final StopSignal stop;
    private final Provenance provenance;
    private final RunData data;
    private final Weights weights;
    private final LiveNetwork live;
    private final SnapshotStore snapshots;
    private final Evaluator evaluator;
    private final EvidenceCache evidence;
    private final ComponentStates states;
    private final Vigilance vigilance;
    private final Streams streams;
    private final Checkpoints checkpoints;
    private final Course course = new Course();
    private final ExactSelector selector = new ExactSelector();
    private final ChainTimer timer;
    private final Teachers teachers;
    private final Set<String> said = new HashSet<>();

    @Inject
    RunScope(
            RunInfo info,
            RunDirectory directory,
            Recorder recorder,
            RunListener listener,
            StopSignal stop,
            Provenance provenance,
            RunData data,
            Weights weights,
            LiveNetwork live,
            SnapshotStore snapshots,
            Evaluator evaluator,
            EvidenceCache evidence,
            ComponentStates states,
            Vigilance vigilance,
            Streams streams,
            Checkpoints checkpoints) {
        this.info = info;
        this.directory = directory;
        this.recorder = recorder;
        this.listener = listener;
        this.stop = stop;
        this.provenance = provenance;
        this.data = data;
        this.weights = weights;
        this.live = live;
        this.snapshots = snapshots;
        this.evaluator = evaluator;
        this.evidence = evidence;
        this.states = states;
        this.vigilance = vigilance;
        this.streams = streams;
        this.checkpoints = checkpoints;
        this.timer = new ChainTimer(weights.kernel());
        this.teachers = new Teachers(live, weights.kernel());
    }

    RunInfo info() {
        return info;
    }

    RunDirectory directory() {
        return directory;
    }

    Provenance provenance() {
        return provenance;
    }

    LiveNetwork live() {
        return live;
    }

    RunData data() {
        return data;
    }

    Recorder recorder() {
        return recorder;
    }

    RunListener listener() {
        return listener;
    }

    ComponentStates states() {
        return states;
    }

    SnapshotStore snapshots() {
        return snapshots;
    }

    Evaluator evaluator() {
        return evaluator;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    Course course() {
        return course;
    }

    Streams streams() {
        return streams;
    }

    ChainTimer timer() {
        return timer;
    }

    RandomGenerator random(String path) {
        return streams.of(path);
    }

    /**
     * Called where the run can be taken up again: writes a checkpoint when one is due, and ends the run when somebody asked
     * for that.
     *
     * @param training how far the training in progress has come; null between stages
     */
    void safePoint(@Nullable TrainingPosition training) {
        boolean asked = stop.asked();
        directory.requireThere();
        if (course.atPlace() && (asked || checkpoints.due())) {
            keep(course.position(training));
        }
        if (asked) {
            throw new PipelineException("stopped on request; what was recorded until now is in '" + directory.path()
                    + "'. Go on with: espalier resume " + directory.path());
        }
    }

    /** A network that is no longer finite is nothing to go on from. */
    private void keep(Position place) {
        if (!live.isFinite()) {
            return;
        }
        try {
            checkpoints.write(Checkpoint.of(this, place));
        } catch (IllegalArgumentException e) {
            checkpoints.passed();
            listener.said("no checkpoint at step " + recorder.step() + ": " + e.getMessage());
        }
    }

    RunRecord record() {
        return recorder.record(info.name(), provenance.facts(), info.pipeline(), Ledgers.of(live, live.masks()));
    }

    /** Returns the network as it would be written to a file. */
    ModelImage image() {
        live.computeEffective();
        return new ModelImage(
                live.layers(), live.inputShape(), live.running(), live.masks(), Map.of("run", info.name()));
    }

    Scoring scoring(String path, Set<Evidence<?>> declared, Progress window) {
        live.computeEffective();
        Consumer<String> say = message -> say(path, message);
        return new ScoringView(
                live,
                live.masks(),
                window,
                random(path),
                states.get(path),
                states.parts(path),
                vigilance.watch(path, new TieWarningSelector(selector, say)),
                declared,
                evidence,
                say);
    }

    /** Tells the user what a component has to say, once. */
    private void say(String path, String message) {
        String words = ComponentStates.key(path) + ": " + message;
        if (said.add(words)) {
            listener.said(words);
        }
    }

    /** Puts a revision in force for the component at {@code path}, and takes down the masks when they changed. */
    MaskChange commit(String path, Revision revision) {
        vigilance.requireUntouched(path);
        MaskSet before = live.masks();
        MaskChange change = live.commit(revision);
        states.put(path, revision.state());
        if (!before.equals(live.masks())) {
            recorder.masks(path, live.masks());
        }
        return change;
    }

    /** Ends parameterizations for the component at {@code path}, and takes down the masks that stay. */
    void harden(String path, String pattern) {
        if (live.parameterized().isEmpty()) {
            return;
        }
        live.harden(pattern);
        recorder.masks(path, live.masks());
    }

    Map<String, Double> measure(String path, List<Metric> metrics, Split split) {
        live.computeEffective();
        var values = new LinkedHashMap<String, Double>();
        String prefix = split.name().toLowerCase(Locale.ROOT) + ".";
        Evaluator.Measured measured = evaluator.measure(metrics, split);
        measured.values().forEach((name, value) -> values.put(prefix + name, value));
        recordDensity(path, live.masks().density());
        values.forEach((key, value) -> recorder.metric(path, key, value));
        values.forEach((key, value) ->
                Finiteness.require(key + " after step " + recorder.step() + " of the run", value, live));
        recorder.confusion(path, split.name().toLowerCase(Locale.ROOT), measured.confusion());
        listener.measured(path, values);
        return values;
    }

    /**
     * Takes down the share of prunable weights that are alive; once layers were replaced, under {@code weights-left}
     * beside it the share of the prunable weights that the run began with.
     */
    void recordDensity(String path, double density) {
        recorder.metric(path, "density", density);
        long began = recorder.initial().total().prunable();
        long now = live.prunableSize();
        if (now != began && began > 0) {
            recorder.metric(path, "weights-left", density * now / began);
        }
    }

    /** Says and takes down what did not come as asked. */
    void warn(String path, String words) {
        recorder.remark(path, Recorder.WARNING, words);
        listener.said("warning: " + path + ": " + words);
    }

    /** Does some work that neither the network nor the count of steps shows afterwards. */
    <T> T aside(Supplier<T> work) {
        long step = recorder.step();
        try {
            return course.closed(() -> snapshots.aside(work));
        } finally {
            recorder.step(step);
        }
    }

    void reinitialize(String path) {
        live.redraw(() -> weights.draw(live.network(), info.seed(), streams.draw(path)));
    }

    /** Runs a batch under the weights of a snapshot, on a network of its own: the live one may be in mid-step. */
    INDArray outputOf(String snapshot, Batch batch) {
        return teachers.outputOf(snapshot, snapshots.get(snapshot), batch);
    }

    /** Returns the networks of snapshots that the present training asks. */
    Teachers teachers() {
        return teachers;
    }
}
