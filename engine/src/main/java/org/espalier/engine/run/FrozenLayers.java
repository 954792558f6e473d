package org.espalier.engine.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.engine.mask.NamePattern;

/** Finds the layers that a training leaves as they are. */
final class FrozenLayers {
    private FrozenLayers() {}

    /**
     * Returns the layers that any of some globs matches.
     *
     * @throws IllegalArgumentException when a glob matches none; lists the layers
     */
    static Set<LayerId> of(LiveNetwork live, List<String> globs) {
        List<LayerId> layers = live.layers().stream().map(LayerView::id).toList();
        var frozen = new LinkedHashSet<LayerId>();
        for (String glob : globs) {
            NamePattern pattern = NamePattern.of(glob);
            List<LayerId> matching =
                    layers.stream().filter(id -> pattern.matches(id.path())).toList();
            if (matching.isEmpty()) {
                throw new IllegalArgumentException("freeze: no layer matches '" + glob + "'; there are "
                        + layers.stream().map(LayerId::path).toList());
            }
            frozen.addAll(matching);
        }
        return frozen;
    }
}
