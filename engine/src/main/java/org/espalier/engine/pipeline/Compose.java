package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Set;
import org.espalier.api.mask.Glob;
import org.espalier.api.model.LayerId;
import org.espalier.api.plugin.Knob;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/**
 * Multiplies the chains that layers were decomposed into out again: each becomes one layer that computes the same, of which
 * every weight is alive.
 */
public record Compose(
        @Knob(value = "which layers: names, * stands for anything", otherwise = "['*']", formerly = "on") @NotEmpty
        List<String> layers)
        implements Stage {
    public Compose {
        layers = List.copyOf(layers);
    }

    @Override
    public void run(Workbench bench) {
        Set<LayerId> chains = bench.chains();
        if (chains.isEmpty()) {
            throw new IllegalArgumentException("no chain of factors stands in any layer's place");
        }
        Glob.select("layers", layers, chains).forEach(bench::compose);
    }
}
