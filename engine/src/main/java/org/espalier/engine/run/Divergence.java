package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.espalier.api.data.Batch;
import org.espalier.api.model.LayerView;
import org.espalier.engine.PipelineException;
import org.espalier.engine.network.Network.Mode;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Watches for a training that runs away: a loss that is not a number, or so large that nothing is learnt any more. Such a
 * training ends; it says where that began, and the network is put back to the last epoch's beginning at which it was well.
 */
final class Divergence {
    /**
     * The largest mean loss of a batch that counts as training. A cross-entropy this high takes outputs a million apart,
     * where the softmax has no gradient left; at the start it is the logarithm of the number of classes.
     */
    static final double LARGEST_LOSS = 1e6;

    /** Outputs that lie further apart than the largest loss have one that is larger than half of it. */
    private static final double LARGEST_OUTPUT = LARGEST_LOSS / 2;

    /** Inputs that were centred and scaled are below ten, plain pixels below 256. */
    private static final double LARGEST_USUAL_INPUT = 1000;

    private final LiveNetwork live;
    private @Nullable NetworkState good;
    private long goodStep;

    Divergence(LiveNetwork live) {
        this.live = live;
    }

    /** Keeps the state of an epoch's beginning, after {@code step} steps of the training. */
    void epochBegins(long step) {
        if (live.isFinite()) {
            good = NetworkState.of(live);
            goodStep = step;
        }
    }

    /** Returns whether a training with this loss has run away. */
    boolean shows(double loss) {
        return !(loss <= LARGEST_LOSS);
    }

    /** Returns whether the network computes what is not finite, or too large, for a batch. */
    boolean shows(Batch batch, RandomGenerator random) {
        return !beginning(batch, random).isEmpty();
    }

    /**
     * Puts the network back, and tells what to say.
     *
     * @param what where in the training what was seen
     * @param batch the step's examples
     * @param random the step's stream, at its beginning
     * @param updated whether this training has moved weights before
     */
    PipelineException stop(String what, Batch batch, RandomGenerator random, boolean updated) {
        List<String> layers = beginning(batch, random);
        String began = layers.isEmpty() ? "the loss itself: every layer's output is of a usual size" : layers.get(0);
        String back = "";
        if (good != null) {
            good.restore(live);
            back = "; the network is as it was after step " + goodStep;
        }
        return new PipelineException(what + ". It began in " + began + back + ". " + cure(batch, updated));
    }

    /** What to try depends on what cannot be to blame: before the first update no learning rate is. */
    private static String cure(Batch batch, boolean updated) {
        double largest = Values.largest(batch.inputs());
        if (!(largest <= LARGEST_USUAL_INPUT)) {
            return String.format(
                    Locale.ROOT,
                    "Inputs are large: the largest absolute value of this batch is %.3g. Bring them to a usual size"
                            + " with 'normalise: per-channel' under 'prepare'",
                    largest);
        }
        return updated
                ? "Lower the learning rate, or set gradient-clip"
                : "Nothing was trained before, so the learning rate is not to blame: begin with other weights";
    }

    /** Tells of the first layer that computes what is not finite, or too large; empty when there is none. */
    private List<String> beginning(Batch batch, RandomGenerator random) {
        List<LayerView> layers = live.layers();
        var found = new ArrayList<String>();
        live.network().forward(batch.inputs(), Mode.TRAIN, random, (id, input, output) -> {
            if (found.isEmpty()) {
                LayerView layer = layers.stream()
                        .filter(view -> view.id().equals(id))
                        .findFirst()
                        .orElseThrow();
                found.addAll(wrong(layer, output));
            }
        });
        return found;
    }

    private List<String> wrong(LayerView layer, INDArray output) {
        if (layer.params().stream().anyMatch(param -> !Values.areWithin(live.effective(param.id()), Float.MAX_VALUE))) {
            return List.of("layer '" + layer.id() + "', whose weights are not finite");
        }
        if (!Values.areWithin(output, Float.MAX_VALUE)) {
            return List.of("layer '" + layer.id() + "', whose output is not finite");
        }
        return Values.areWithin(output, LARGEST_OUTPUT)
                ? List.of()
                : List.of("layer '" + layer.id() + "', whose output is above " + LARGEST_OUTPUT);
    }
}
