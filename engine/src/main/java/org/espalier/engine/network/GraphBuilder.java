package org.espalier.engine.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.NetworkView;

/** Puts layers one behind the other and numbers them: {@code conv1, relu1, conv2, …}. */
final class GraphBuilder {
    private final List<Long> inputShape;
    private final List<Graph.Node> nodes = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();

    private LayerId last = NetworkView.INPUT;
    private List<Long> shape;

    GraphBuilder(List<Long> inputShape) {
        this.inputShape = List.copyOf(inputShape);
        shape = this.inputShape;
    }

    /**
     * Adds a layer.
     *
     * @throws IllegalArgumentException when it does not fit what it reads; names the layer
     */
    GraphBuilder add(LayerTemplate template) {
        LayerId id = new LayerId(template.stem() + counts.merge(template.stem(), 1, Integer::sum));
        LayerSpec spec;
        try {
            spec = template.spec(shape);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("layer '" + id + "': " + e.getMessage(), e);
        }
        shape = Operators.make(id, spec, shape).outputShape();
        nodes.add(new Graph.Node(id, spec, List.of(last)));
        last = id;
        return this;
    }

    /** Adds a flattening where examples are not flat yet. */
    GraphBuilder flat() {
        return shape.size() == 1 ? this : add(new LayerTemplates.Flatten());
    }

    /** Adds a dropout where there is anything to drop. */
    GraphBuilder dropout(double ratio) {
        return ratio == 0 ? this : add(new LayerTemplates.Dropout(ratio));
    }

    /**
     * Returns the graph.
     *
     * @param classes how many outputs there must be
     * @throws IllegalArgumentException when there are others
     */
    Graph build(int classes) {
        if (!shape.equals(List.of((long) classes))) {
            throw new IllegalArgumentException("the last layer, '" + last + "', gives " + shape
                    + " for each example, but the data has " + classes + " classes, so it must give [" + classes + "]");
        }
        return build();
    }

    /** Returns the graph, whatever it gives. */
    Graph build() {
        return new Graph(inputShape, nodes);
    }
}
