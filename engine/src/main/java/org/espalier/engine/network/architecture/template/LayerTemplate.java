package org.espalier.engine.network.architecture.template;

import java.util.List;
import org.espalier.api.model.LayerSpec;

/** One layer as a user writes it: what it computes once it is known what it reads. Its own kind of component. */
public interface LayerTemplate {
    /** Returns what the layer is called, without the number that makes it unique: {@code conv}, {@code fc}. */
    String stem();

    /**
     * Returns what the layer computes.
     *
     * @param inputShape shape of one example of what it reads; of the first thing, where it reads several
     * @throws IllegalArgumentException when it cannot read such a shape; says what it needs, without the layer's name
     */
    LayerSpec spec(List<Long> inputShape);
}
