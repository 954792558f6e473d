package org.espalier.plugins.dst;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;

/**
 * The parameters that get thresholds.
 *
 * @param ids which
 * @param beforeNormalization the layers that batch normalization reads
 */
record Selection(Set<ParamId> ids, Set<LayerId> beforeNormalization) {
    /** Selects by globs over names of parameters and of layers. */
    static Selection of(NetworkView network, List<String> names, List<String> except) {
        Set<ParamId> ids = network.params().stream()
                .filter(ParamInfo::prunable)
                .map(ParamInfo::id)
                .filter(id -> matches(names, id) && !matches(except, id))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<LayerId> before = network.layers().stream()
                .filter(layer -> layer.spec() instanceof LayerSpec.Other other
                        && other.kind().equals("BatchNormalization"))
                .flatMap(layer -> layer.inputs().stream())
                .collect(Collectors.toSet());
        return new Selection(ids, before);
    }

    /** Returns whether batch normalization reads what the parameter's layer computes. */
    boolean normalized(ParamId id) {
        return beforeNormalization.contains(id.layer());
    }

    private static boolean matches(List<String> globs, ParamId id) {
        return globs.stream()
                .anyMatch(glob ->
                        matches(glob, id.toString()) || matches(glob, id.layer().path()));
    }

    private static boolean matches(String glob, String name) {
        return name.matches("\\Q" + glob.replace("*", "\\E.*\\Q") + "\\E");
    }
}
