package org.espalier.engine.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.format.ModelImage;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Other;
import org.espalier.api.model.LayerView;
import org.espalier.engine.text.Shown;

/**
 * Holds the graph of a file against that of the network that takes over its weights: whether the same weights compute the same.
 * Layers with parameters are the same by name; between them operators and attributes count, not names or order. What only
 * trainings notice or only gives values another shape is passed over, and so is an attribute that one side leaves out, for it
 * may be the default.
 */
final class GraphFit {
    private static final Set<String> PASSED = Set.of("Dropout", "Flatten", "Reshape", "Squeeze", "Unsqueeze");
    private static final Set<String> UNCOUNTED = Set.of("momentum", "factored", "ranks");

    private static final int MOST = 3;

    private final Map<LayerId, LayerView> file = new HashMap<>();
    private final Map<LayerId, LayerView> network = new HashMap<>();
    private final Deque<Pair> open = new ArrayDeque<>();
    private final Set<Pair> seen = new HashSet<>();
    private final List<String> differences = new ArrayList<>();

    /** A layer of the file, and the one that stands in its place. */
    private record Pair(LayerId file, LayerId network) {}

    private GraphFit(List<LayerView> file, List<LayerView> network) {
        file.forEach(layer -> this.file.put(layer.id(), layer));
        network.forEach(layer -> this.network.put(layer.id(), layer));
    }

    /**
     * Returns what a file computes otherwise; nothing when it holds no graph, or one for inputs of another shape, or when not
     * every tensor was taken from it.
     */
    static Optional<String> difference(ModelImage image, LiveNetwork live) {
        boolean whole = image.tensors()
                .byId()
                .keySet()
                .containsAll(live.running().byId().keySet());
        if (image.layers().isEmpty() || !whole || !image.inputShape().equals(live.inputShape())) {
            return Optional.empty();
        }
        var fit = new GraphFit(image.layers(), live.layers());
        fit.compare(image.layers(), live.layers());
        return fit.differences.isEmpty()
                ? Optional.empty()
                : Optional.of("the file's network computes otherwise: its "
                        + Shown.first(fit.differences, ", its ", MOST)
                        + ". If that is not meant, give 'model' what the file has");
    }

    private void compare(List<LayerView> ofFile, List<LayerView> ofNetwork) {
        for (LayerView layer : ofNetwork) {
            LayerView same = file.get(layer.id());
            if (same != null && !layer.params().isEmpty()) {
                compareOwn(same, layer);
                walk();
            }
        }
        open.add(new Pair(last(ofFile), last(ofNetwork)));
        walk();
    }

    private static LayerId last(List<LayerView> layers) {
        return layers.get(layers.size() - 1).id();
    }

    private void walk() {
        while (!open.isEmpty()) {
            Pair next = open.remove();
            Pair pair = new Pair(passed(file, next.file), passed(network, next.network));
            if (seen.add(pair)) {
                compare(pair);
            }
        }
    }

    private void compare(Pair pair) {
        LayerView held = file.get(pair.file);
        LayerView own = network.get(pair.network);
        if (held != null
                && own != null
                && held.params().isEmpty()
                && own.params().isEmpty()) {
            compareOwn(held, own);
            return;
        }
        // the network's input and layers with parameters are known by their names
        if (!pair.file.equals(pair.network)) {
            differ(pair);
        }
    }

    private void compareOwn(LayerView held, LayerView own) {
        if (!same(held.spec(), own.spec())
                || held.inputs().size() != own.inputs().size()) {
            differ(new Pair(held.id(), own.id()));
            return;
        }
        for (int i = 0; i < own.inputs().size(); i++) {
            open.add(new Pair(held.inputs().get(i), own.inputs().get(i)));
        }
    }

    private static LayerId passed(Map<LayerId, LayerView> layers, LayerId id) {
        LayerId at = id;
        LayerView layer = layers.get(at);
        while (layer != null
                && PASSED.contains(layer.spec().kind())
                && !layer.inputs().isEmpty()) {
            at = layer.inputs().get(0);
            layer = layers.get(at);
        }
        return at;
    }

    private static boolean same(LayerSpec held, LayerSpec own) {
        if (held instanceof Other one && own instanceof Other other) {
            return one.kind().equals(other.kind()) && same(one.attributes(), other.attributes());
        }
        return held.equals(own);
    }

    private static boolean same(Map<String, Object> held, Map<String, Object> own) {
        return held.entrySet().stream()
                .filter(entry -> !UNCOUNTED.contains(entry.getKey()))
                .allMatch(entry -> same(entry.getValue(), own.getOrDefault(entry.getKey(), entry.getValue())));
    }

    /** Networks compute in single precision, so more digits are no difference. */
    private static boolean same(Object held, Object own) {
        if (held instanceof Number one && own instanceof Number other) {
            return one.floatValue() == other.floatValue();
        }
        return held.equals(own);
    }

    private void differ(Pair pair) {
        differences.add(shown(file, pair.file) + " is " + shown(network, pair.network) + " here");
    }

    private static String shown(Map<LayerId, LayerView> layers, LayerId id) {
        LayerView layer = layers.get(id);
        if (layer == null) {
            return "input";
        }
        String attributes = layer.spec() instanceof Other other
                ? other.attributes().isEmpty() ? "" : " " + other.attributes()
                : " " + layer.spec();
        return Shown.cut(layer.spec().kind() + " '" + id + "'" + attributes);
    }
}
