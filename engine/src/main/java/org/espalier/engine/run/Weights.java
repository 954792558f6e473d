package org.espalier.engine.run;

import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.Initializer;
import org.espalier.engine.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Makes networks of the run's architecture and draws their weights.
 *
 * @param graph what the network computes
 * @param initializer how weights are drawn
 * @param kernel what it computes with
 */
record Weights(Graph graph, Initializer initializer, Kernel kernel) {
    /** Returns a network of its own whose weights are yet to be set. */
    Network sibling() {
        return new Network(graph, kernel, DataType.FLOAT);
    }

    /** Draws every weight; each parameter has its own stream, so that adding a layer changes no other. */
    void draw(Network network, long seed, String path) {
        network.initialize(initializer, param -> RandomStreams.of(seed, "weights/" + path + "/" + param, 0));
    }
}
