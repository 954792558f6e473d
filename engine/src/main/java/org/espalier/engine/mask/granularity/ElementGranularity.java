package org.espalier.engine.mask.granularity;

import java.util.List;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Granularity;
import org.espalier.api.model.NetworkView;

/** Single weights: unstructured pruning. */
public record ElementGranularity() implements Granularity {
    @Override
    public List<Bundle> bundles(NetworkView network) {
        return network.prunable().stream()
                .map(info -> BlockBundle.elements(info))
                .toList();
    }
}
