package org.espalier.engine.network.architecture;

import java.util.List;
import org.espalier.engine.kernel.Cell;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.Embedding;
import org.espalier.engine.network.architecture.template.Recurrent;
import org.espalier.engine.network.graph.Graph;

/**
 * How networks for sequences begin and end. They read {@code [steps, features]}, or {@code [steps]} of whole numbers, which are
 * looked up in a trained table with a row for each class; and they classify the sequence, or every step.
 *
 * @param everyStep whether every step is classified
 * @param embedding features of the table's rows; 0 where features are read
 */
record Sequences(boolean everyStep, long embedding) {
    /** Returns a builder whose last layer gives {@code [steps, features]}. */
    GraphBuilder begin(List<Long> inputShape, int classes) {
        var builder = new GraphBuilder(inputShape);
        if (embedding > 0) {
            if (inputShape.size() != 1) {
                throw new IllegalArgumentException("with an embedding the network reads whole numbers, [steps], but the"
                        + " data has " + inputShape + "; leave the embedding out to read features");
            }
            builder.add(new Embedding(classes, embedding));
        }
        if (builder.shape(builder.last()).size() != 2) {
            throw new IllegalArgumentException("the network reads [steps, features], but the data has " + inputShape
                    + "; give examples that shape (prepare: { shape: [28, 28] }), or an embedding to whole numbers");
        }
        return builder;
    }

    /** Adds what classifies. */
    Graph end(GraphBuilder builder, int classes) {
        return builder.add(new Dense(classes)).build(classes);
    }

    /** Returns a network of recurrent layers. */
    Graph recurrent(List<Long> inputShape, int classes, Cell cell, long units, long layers, double dropout) {
        GraphBuilder builder = begin(inputShape, classes);
        for (long layer = 1; layer <= layers; layer++) {
            boolean last = layer == layers && !everyStep;
            builder.add(new Recurrent(cell, units, last)).dropout(dropout);
        }
        return end(builder, classes);
    }
}
