package org.espalier.engine.network.architecture;

import java.util.List;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.Initializer;

/** Builds the graph of a network for the data at hand. */
public interface Architecture {
    /**
     * Returns the graph.
     *
     * @param inputShape shape of one example, without the batch axis
     * @param classes number of classes
     * @throws IllegalArgumentException when the architecture does not fit the data; says why, in the user's words
     */
    Graph build(List<Long> inputShape, int classes);

    /** Returns how weights are drawn, and biases if they do not start at zero. */
    Initializer initializer();
}
