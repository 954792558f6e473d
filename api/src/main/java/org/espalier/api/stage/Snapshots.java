package org.espalier.api.stage;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;

/** Kept states of the network, by name. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Snapshots {
    /** The name of the state before the first stage, which is always kept. */
    String INITIAL = "initial";

    /** Keeps the present state under a name, in place of what had that name. */
    void take(String name);

    /**
     * Brings back parts of a kept state.
     *
     * @throws IllegalArgumentException when there is no such name; lists those there are
     */
    void restore(String name, Set<Part> parts);

    /** Returns the names, in the order in which they were first taken. */
    List<String> names();

    /** A part of the network's state. */
    enum Part {
        /** Latent weights, biases and statistics, and the values that grown weights may start from. */
        WEIGHTS,
        /** Masks. */
        MASKS,
        /** Parameterizations and their extra arrays. */
        PARAMETERIZATION,
        /** What the optimizer keeps; without this part, it forgets. */
        OPTIMIZER,
        /** How far the learning-rate schedule had come. */
        LEARNING_RATE,
        /** What layers compute, as {@link Workbench#replace(LayerId, LayerSpec)} changes it: dropout ratios. */
        LAYERS
    }
}
