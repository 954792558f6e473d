package org.espalier.plugins.magnitude;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/**
 * Lowers every dropout ratio to what the connections left call for, {@code D_o · sqrt(C_r / C_o)}, where {@code C_o} and
 * {@code C_r} count the connections of the layer that feeds the dropout before and after pruning (Han et al. 2015, 3.2).
 * Run it before each retraining: a pruned network overfits less by itself. The layer keeps its original ratio beside the present
 * one, so that none is rescaled twice, wherever in the pipeline this stands.
 *
 * <p>Departure: {@code C_o} counts the connections that the layer has in the present network, masked ones included, so that those which
 * were removed from it together with their channels have no part in the ratio.
 */
public record RescaleDropout() implements Stage {
    private static final String RATIO = "ratio";
    private static final String ORIGINAL = "original_ratio";

    @Override
    public void run(Workbench bench) {
        for (LayerView layer : bench.network().layers()) {
            if (layer.spec() instanceof LayerSpec.Other dropout
                    && dropout.kind().equals("Dropout")) {
                List<ParamInfo> feeding = feeding(layer, bench.network());
                if (!feeding.isEmpty()) {
                    rescale(bench, layer.id(), dropout, feeding);
                }
            }
        }
    }

    private static void rescale(Workbench bench, LayerId layer, LayerSpec.Other dropout, List<ParamInfo> feeding) {
        double original = original(layer, dropout);
        double all = feeding.stream().mapToLong(ParamInfo::size).sum();
        long left = feeding.stream()
                .mapToLong(info -> bench.masks().get(info.id()).alive())
                .sum();
        double ratio = original * Math.sqrt(left / all);
        var attributes = new LinkedHashMap<>(dropout.attributes());
        attributes.put(RATIO, ratio);
        attributes.put(ORIGINAL, original);
        bench.replace(layer, new LayerSpec.Other(dropout.kind(), attributes));
        bench.note("dropout." + layer, ratio);
    }

    /** Returns the weights of the nearest layer before this one that masks cover; none for dropout on the input. */
    private static List<ParamInfo> feeding(LayerView layer, NetworkView network) {
        for (LayerId input : layer.inputs()) {
            for (LayerView before : network.layers()) {
                if (before.id().equals(input)) {
                    List<ParamInfo> own =
                            before.params().stream().filter(ParamInfo::prunable).toList();
                    return own.isEmpty() ? feeding(before, network) : own;
                }
            }
        }
        return List.of();
    }

    private static double original(LayerId layer, LayerSpec.Other dropout) {
        Map<String, Object> attributes = dropout.attributes();
        if (attributes.getOrDefault(ORIGINAL, attributes.get(RATIO)) instanceof Number ratio) {
            return ratio.doubleValue();
        }
        throw new IllegalArgumentException("rescale-dropout: layer '" + layer + "' does not say its ratio");
    }
}
