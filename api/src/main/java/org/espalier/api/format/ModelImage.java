package org.espalier.api.format;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.Tensors;

/**
 * A model at rest.
 *
 * @param layers the graph, each layer after those it reads; empty when the file it was read from holds no graph
 * @param inputShape shape of one example; empty when there is no graph
 * @param tensors every parameter and state tensor: the weights that the network runs with
 * @param masks the masks; a tensor without one is dense
 * @param notes provenance and other remarks, by name
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record ModelImage(
        List<LayerView> layers, List<Long> inputShape, Tensors tensors, MaskSet masks, Map<String, String> notes) {
    public ModelImage {
        layers = List.copyOf(layers);
        inputShape = List.copyOf(inputShape);
        requireNonNull(tensors, "tensors is null");
        requireNonNull(masks, "masks is null");
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    }
}
