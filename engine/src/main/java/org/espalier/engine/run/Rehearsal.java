package org.espalier.engine.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.espalier.api.budget.Aim;
import org.espalier.api.data.DataException;
import org.espalier.api.score.Need;
import org.espalier.api.stage.Stage;
import org.espalier.api.train.Optimizer;
import org.espalier.engine.config.Location;
import org.espalier.engine.config.Problem;
import org.espalier.engine.config.Resolved;
import org.espalier.engine.data.PreparedData;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.network.architecture.Architecture;
import org.espalier.engine.run.Findings.Place;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A run without its trainings: its stages work on freshly drawn weights, or on those of a file that a stage loads, while training
 * and measuring only check what they are asked for. It finds what would end the run later, and foretells what will be left of
 * the network. Counts that follow from options come out exactly; how a global ranking spreads over layers, which trained
 * weights decide, is not foretold, and neither are decisions that take measurements: a stage is left where it asks for one, and
 * what a later stage refuses for the want of it is no finding.
 */
public final class Rehearsal {
    /** Often enough to see what a round makes of what the round before has left. */
    private static final int ROUNDS = 2;

    private final RunInfo info;
    private final Resolved<?> file;
    private final RunData data;
    private final boolean whole;
    private final LiveNetwork live;
    private final ChainTimer timer;
    private final Path scratch;
    private final ComponentStates states = new ComponentStates();
    private final Findings findings = new Findings();
    private final Forecast forecast;
    private final DryFiles files;
    private final DrySnapshots snapshots;
    private final Map<String, Optimizer> optimizers = new HashMap<>();
    private final Map<String, Integer> rounds = new HashMap<>();
    private Certainty certainty = Certainty.ALL;
    /** Whether some stage was left of which nobody knows what it does to layers. */
    private boolean skipped;
    /** Whether the present stage has said that it replaces layers. */
    private boolean factoring;

    /** What may be other than in the run at this place of it. */
    enum Doubt {
        NONE,
        /** Weights and masks. */
        MASKS,
        /** The layers, too. */
        LAYERS
    }

    private Rehearsal(RunInfo info, Resolved<?> file, Weights weights, PreparedData data, boolean whole, Path scratch) {
        this.info = info;
        this.file = file;
        this.data = new RunData(data, message -> {});
        this.whole = whole;
        this.scratch = scratch;
        this.timer = new ChainTimer(weights.kernel());
        var network = weights.sibling();
        weights.draw(network, info.seed(), "");
        this.live = new LiveNetwork(network, CommitRules.DEFAULT, message -> {});
        this.forecast = new Forecast(live);
        this.files = new DryFiles(this);
        this.snapshots = new DrySnapshots(this);
    }

    /**
     * Goes through the stages of a file.
     *
     * @param whole whether every round is gone through, and what takes long is done too; else a stage may be left early, and
     *     of rounds only the first are gone through
     */
    public static Rehearsal of(
            RunInfo info,
            Resolved<?> file,
            Architecture architecture,
            PreparedData data,
            List<Stage> stages,
            boolean whole) {
        var weights = new Weights(
                architecture.build(data.shape(), data.classes()),
                architecture.initializer(),
                Kernels.of(DataType.FLOAT));
        Path scratch = Scratch.make();
        try {
            var rehearsal = new Rehearsal(info, file, weights, data, whole, scratch);
            rehearsal.run("", stages);
            rehearsal.files.end();
            return rehearsal;
        } finally {
            Scratch.delete(scratch);
        }
    }

    /** Returns what the run cannot begin with. */
    public List<Problem> problems() {
        return findings.problems();
    }

    /** Returns what the run can begin with, but what may not be meant. */
    public List<Problem> warnings() {
        return findings.warnings();
    }

    /** Returns what will be left of the network, as lines of text. */
    public String text() {
        return forecast.text();
    }

    /** Goes through stages; unless the whole is asked for, not through a third round of them. */
    void run(String prefix, List<Stage> stages) {
        if (isOneRoundMore(prefix)) {
            doubt(Doubt.MASKS);
            certainty = certainty.withClock(false);
            return;
        }
        StagePaths.forEach(prefix, stages, info.nameOf(), this::run);
    }

    /** Returns whether something whose path differs from others in numbers only need not be gone through. */
    boolean isOneRoundMore(String path) {
        return !whole && rounds.merge(ComponentStates.key(path), 1, Integer::sum) > ROUNDS;
    }

    private void run(Stage stage, String path) {
        Place place = place(stage, path);
        Optional<AimCheck> aim = aim(place, stage);
        factoring = false;
        try {
            stage.run(new DryBench(this, stage, place));
            aim.filter(unused -> doubt() == Doubt.NONE)
                    .flatMap(AimCheck::willMiss)
                    .ifPresent(words -> warning(place, words));
        } catch (Unforeseeable e) {
            forecast.say(path, "depends on what it will measure");
            leave(stage);
            if (factoring) {
                certainty = certainty.withFactored();
            }
        } catch (IllegalArgumentException | DataException e) {
            refuse(place, String.valueOf(e.getMessage()), stage.aim().isPresent() ? Doubt.MASKS : Doubt.LAYERS);
            leave(stage);
        }
        factoring = false;
    }

    /** A stage that takes labels may train, and so move the learning rate's schedule on. */
    private void leave(Stage stage) {
        doubt(stage.keepsLayers() ? Doubt.MASKS : Doubt.LAYERS);
        skipped |= !stage.keepsLayers();
        if (stage.needs().contains(Need.LABELS)) {
            certainty = certainty.withClock(false);
        }
    }

    /** Called when the present stage is going to replace some layer by factors, whatever the weights are. */
    void factors() {
        factoring = true;
    }

    /** Returns whether somebody may have taken a snapshot that the rehearsal does not have. */
    boolean skipped() {
        return skipped;
    }

    /** Warns of a count that looks like a mistake, and says whether it did; where layers are in doubt, nobody knows of how many. */
    boolean aims(Place place, Aim aim) {
        Optional<String> doubtful =
                doubt().compareTo(Doubt.LAYERS) < 0 ? AimCheck.doubtful(live, aim) : Optional.empty();
        doubtful.ifPresent(words -> warning(place, words));
        return doubtful.isPresent();
    }

    /** Returns what a stage aims at, where it is known beforehand whether it is reached, and nothing was said of it. */
    private Optional<AimCheck> aim(Place place, Stage stage) {
        Optional<Aim> aim = stage.aim().filter(each -> !aims(place, each));
        return doubt() == Doubt.NONE ? AimCheck.before(live, aim).filter(AimCheck::isForeseeable) : Optional.empty();
    }

    /**
     * Takes down what was refused; only a remark where it may be for the want of what was skipped.
     *
     * @param from the doubt from which on that may be
     */
    void refuse(Place place, String words, Doubt from) {
        if (doubt().compareTo(from) >= 0) {
            forecast.say(place.path(), "depends on what was skipped; without that, " + words);
        } else {
            findings.problem(place, words);
        }
    }

    void doubt(Doubt more) {
        certainty = certainty.doubting(more);
    }

    Doubt doubt() {
        return certainty.doubt();
    }

    Certainty certainty() {
        return certainty;
    }

    /** Called when a state of the network comes back, or something becomes known of it. */
    void certainty(Certainty next) {
        certainty = next;
    }

    /** Returns where a stage or a hook stands; of one that the file does not have, the place around it. */
    Place place(Object part, String path, Supplier<Location> around) {
        try {
            return new Place(file.location(part), path);
        } catch (IllegalArgumentException notOfThisFile) {
            return new Place(around.get(), path);
        }
    }

    private Place place(Stage stage, String path) {
        return place(stage, path, () -> Location.of(info.name()));
    }

    RunInfo info() {
        return info;
    }

    RunData data() {
        return data;
    }

    LiveNetwork live() {
        return live;
    }

    /** Returns what times layers, which takes seconds. */
    ChainTimer timer() {
        return timer;
    }

    boolean whole() {
        return whole;
    }

    Path scratch() {
        return scratch;
    }

    ComponentStates states() {
        return states;
    }

    /** Takes down what the run cannot begin with. */
    void problem(Place place, String words) {
        findings.problem(place, words);
    }

    /** Takes down what the run can begin with, but what may not be meant. */
    void warning(Place place, String words) {
        findings.warning(place, words);
    }

    /** Tells something of the stage or hook at a path that is neither. */
    void say(String path, String words) {
        forecast.say(path, words);
    }

    Forecast forecast() {
        return forecast;
    }

    DryFiles files() {
        return files;
    }

    DrySnapshots snapshots() {
        return snapshots;
    }

    /** Returns the optimizers that were trained with, by their classes' names. */
    Map<String, Optimizer> optimizers() {
        return optimizers;
    }
}
