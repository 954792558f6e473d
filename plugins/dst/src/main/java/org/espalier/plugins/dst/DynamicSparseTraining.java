package org.espalier.plugins.dst;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.budget.Aim;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.State;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;

/**
 * Trains thresholds with the weights (Liu et al. 2020), and leaves a network with plain masks: when the training ends, or
 * {@code freeze-epochs} before.
 *
 * <p>Beyond the paper, a {@code target} says how dense the network is to end: {@link AlphaController} steers the penalty's
 * weight, and {@link FinalMasks} makes up for the rest when masks freeze; no matrix then starts anew. Layers that batch normalization reads keep a
 * weight in each filter.
 *
 * <p>Departures: a network that is sparse already goes on from its masks, behind which weights start as zeros and stay so (the
 * paper starts dense); masks are made final at the end, so that what follows trains plain weights.
 */
public record DynamicSparseTraining(
        @Knob("weight of the penalty on thresholds; with a target, the first") @PositiveOrZero
        double alpha,

        @Knob(value = "share of prunable weights to end with; 0 leaves it to alpha", otherwise = "0")
        @PositiveOrZero
        @DecimalMax("1")
        double target,

        @Knob(value = "epochs at the end that train under fixed masks", otherwise = "0") @PositiveOrZero
        double freezeEpochs,

        @Knob(value = "the thresholds", otherwise = "{}") TrainableThreshold threshold,

        @Knob(
                value = "the parameters to mask, by their or their layers' names; * stands for anything",
                otherwise = "['*']",
                formerly = "on")
        List<String> parameters,

        @Knob(value = "those of them to leave dense", otherwise = "[]")
        List<String> except)
        implements TrainingHook {
    private static final String SUM = "sum-of-errors";
    private static final String FROZEN = "frozen";

    /** How often α is steered in a training. */
    private static final long ADJUSTMENTS = 200;

    public DynamicSparseTraining {
        requireNonNull(threshold, "threshold is null");
        parameters = List.copyOf(parameters);
        except = List.copyOf(except);
        if (target > 0 && alpha == 0) {
            throw new IllegalArgumentException("a target is steered to by alpha, which must then be above 0");
        }
    }

    @Override
    public Optional<Aim> aim() {
        return target == 0 ? Optional.empty() : Optional.of(Aim.weights(target));
    }

    @Override
    public void trainingStarted(Session session) {
        session.remember(State.empty());
        Selection selection = selection(session);
        // Steering sees to it that enough is left; a matrix that started anew would throw it off its path.
        TrainableThreshold usual = target > 0 ? threshold.resettingBelow(0) : threshold;
        for (ParamId id : selection.ids()) {
            TrainableThreshold own = selection.normalized(id) ? usual.keepingOne() : usual;
            session.parameterize(own, penalties(alpha), id.toString());
        }
    }

    @Override
    public void stepFinished(Session session, Batch batch) {
        Progress progress = session.progress();
        if (frozen(session)) {
            return;
        }
        if (freezeEpochs > 0 && progress.epoch() >= progress.epochs() - freezeEpochs) {
            freeze(session);
        } else if (target > 0 && progress.step() % Math.max(1, progress.steps() / ADJUSTMENTS) == 0) {
            steer(session);
        }
    }

    /** Also what was frozen before, when another hook has brought back a state in which thresholds were trained. */
    @Override
    public void trainingFinished(Session session) {
        boolean trained = selection(session).ids().stream()
                .anyMatch(id -> session.network().extras(id).containsKey(TrainableThreshold.THRESHOLD));
        if (trained) {
            freeze(session);
        }
    }

    @Override
    public Set<ParamId> decides(NetworkView network) {
        return Selection.of(network, parameters, except).ids();
    }

    @Override
    public String whyIdle(Progress training) {
        return freezeEpochs == 0 || freezeEpochs < training.epochs()
                ? ""
                : "'freeze-epochs' is " + freezeEpochs + " in a training of " + training.epochs()
                        + " epochs, so masks are fixed after its first step and thresholds hardly train. Give fewer, or"
                        + " more epochs";
    }

    private void steer(Session session) {
        var controller = new AlphaController(alpha, target);
        Progress progress = session.progress();
        double density = session.masks().density();
        double fraction = progress.epoch() / Math.max(progress.epochs() - freezeEpochs, 1e-9);
        double error = controller.error(density, fraction);
        double sum = controller.sum(session.state().scalar(SUM, 0), error);
        double next = controller.next(error, sum);
        selection(session).ids().forEach(id -> session.regularize(penalties(next), id.toString()));
        session.remember(session.state().with(SUM, sum));
        session.note("dst.alpha", next);
        session.note("dst.density", density);
        session.note("dst.wanted-density", controller.path(fraction));
    }

    private void freeze(Session session) {
        Set<ParamId> ids = selection(session).ids();
        MaskSet masks = session.masks();
        session.note("dst.density-when-frozen", masks.density());
        State done = State.empty().with(FROZEN, 1);
        if (target == 0) {
            ids.forEach(id -> session.harden(id.toString()));
        } else {
            MaskSet last = FinalMasks.of(session.network(), masks, ids, target);
            var cut = new LastCut(masks, last);
            cut.depth(freezeEpochs > 0).ifPresent(session::warn);
            cut.zeros(session.network()).ifPresent(session::warn);
            ids.forEach(id -> session.harden(id.toString()));
            session.commit(
                    Revision.of(last).growing(MaskSet.none(), GrowthStart.KEPT).remembering(done));
        }
        session.remember(done);
    }

    private static boolean frozen(Session session) {
        return session.state().scalar(FROZEN, 0) == 1;
    }

    private Selection selection(Session session) {
        Selection selection = Selection.of(session.network(), parameters, except);
        if (selection.ids().isEmpty()) {
            throw new IllegalArgumentException(
                    "dynamic-sparse-training: nothing to mask matches " + parameters + " except "
                            + except + ". Weights that can be masked: "
                            + new LinkedHashSet<>(session.masks().byId().keySet()));
        }
        return selection;
    }

    private static List<Regularizer> penalties(double alpha) {
        return List.of(new ThresholdPenalty(alpha));
    }
}
