package org.espalier.engine.network;

import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;

/**
 * An operator that needs nothing from the shape of what it reads.
 *
 * @param stem what layers of it are called
 * @param kind its ONNX name
 * @param attributes its attributes
 */
record OperatorTemplate(String stem, String kind, Map<String, Object> attributes) implements LayerTemplate {
    OperatorTemplate(String stem, String kind) {
        this(stem, kind, Map.of());
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        return new LayerSpec.Other(kind, attributes);
    }
}
