package org.espalier.engine.network.architecture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.NetworkView;
import org.espalier.engine.network.architecture.template.Dropout;
import org.espalier.engine.network.architecture.template.LayerTemplate;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.operator.Operators;

/** Puts layers one behind the other, or wherever they are told, and numbers them: {@code conv1, relu1, conv2, …}. */
public final class GraphBuilder {
    /** A size written wrongly makes a network that is never done. */
    private static final int MOST_LAYERS = 10_000;

    private final List<Long> inputShape;
    private final List<Graph.Node> nodes = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();

    private final Map<LayerId, List<Long>> shapes = new LinkedHashMap<>();

    private LayerId last = NetworkView.INPUT;

    public GraphBuilder(List<Long> inputShape) {
        this.inputShape = List.copyOf(inputShape);
        shapes.put(last, this.inputShape);
    }

    /**
     * Adds a layer that reads the last one.
     *
     * @throws IllegalArgumentException when it does not fit what it reads; names the layer
     */
    public GraphBuilder add(LayerTemplate template) {
        return add(template, List.of(last));
    }

    /**
     * Adds a layer.
     *
     * @param inputs what it reads
     * @throws IllegalArgumentException when it does not fit what it reads; names the layer
     */
    public GraphBuilder add(LayerTemplate template, List<LayerId> inputs) {
        String name;
        do {
            name = template.stem() + counts.merge(template.stem(), 1, Integer::sum);
        } while (shapes.containsKey(new LayerId(name)));
        return add(name, template, inputs);
    }

    /**
     * Adds a layer under a name of its own that reads the last one.
     *
     * @throws IllegalArgumentException when the name is taken, or the layer does not fit what it reads; names the layer
     */
    public GraphBuilder add(String name, LayerTemplate template) {
        return add(name, template, List.of(last));
    }

    /**
     * Adds a layer under a name of its own.
     *
     * @throws IllegalArgumentException when the name is taken, or the layer does not fit what it reads; names the layer
     */
    public GraphBuilder add(String name, LayerTemplate template, List<LayerId> inputs) {
        LayerId id = new LayerId(name);
        if (id.equals(NetworkView.INPUT)) {
            throw new IllegalArgumentException("no layer can be called 'input': that is what the examples are");
        }
        if (nodes.size() >= MOST_LAYERS) {
            throw new IllegalArgumentException("the network has more than " + MOST_LAYERS + " layers");
        }
        if (shapes.containsKey(id)) {
            throw new IllegalArgumentException("two layers are called '" + id + "'");
        }
        List<List<Long>> inputShapes;
        LayerSpec spec;
        try {
            inputShapes = inputs.stream().map(this::shape).toList();
            spec = template.spec(inputShapes.get(0));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("layer '" + id + "': " + e.getMessage(), e);
        }
        shapes.put(id, Operators.make(id, spec, inputShapes).outputShape());
        nodes.add(new Graph.Node(id, spec, inputs));
        last = id;
        return this;
    }

    /** Returns the layer that was added last. */
    public LayerId last() {
        return last;
    }

    /** Lets the next layer read one that was added before. */
    GraphBuilder at(LayerId id) {
        shape(id);
        last = id;
        return this;
    }

    /** Returns the shape of one example of what a layer gives. */
    List<Long> shape(LayerId id) {
        List<Long> shape = shapes.get(id);
        if (shape == null) {
            throw new IllegalArgumentException("it reads '" + id + "', but no layer before it has that name."
                    + " There are "
                    + String.join(
                            ", ", shapes.keySet().stream().map(LayerId::path).toList()) + ".");
        }
        return shape;
    }

    /** Adds a flattening where examples are not flat yet. */
    GraphBuilder flat() {
        return shape(last).size() == 1 ? this : add(Operator.flatten());
    }

    /** Adds a dropout where there is anything to drop. */
    GraphBuilder dropout(double ratio) {
        return ratio == 0 ? this : add(new Dropout(ratio));
    }

    /**
     * Returns the graph.
     *
     * @param classes how many outputs there must be, for the example or for each step of it
     * @throws IllegalArgumentException when there are others
     */
    public Graph build(int classes) {
        List<Long> given = shape(last);
        if (given.size() > 2 || given.get(given.size() - 1) != classes) {
            throw new IllegalArgumentException("the last layer, '" + last + "', gives " + shape(last)
                    + " for each example, but the data has " + classes + " classes, so it must give [" + classes + "]");
        }
        return build();
    }

    /** Returns the graph, whatever it gives. */
    public Graph build() {
        return new Graph(inputShape, nodes);
    }
}
