package org.espalier.plugins.magnitude;

import java.util.List;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Plugin;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.api.plugin.Spi;
import org.espalier.api.score.Criterion;
import org.espalier.api.stage.Stage;

/** Offers pruning by magnitude. */
public final class MagnitudePlugin implements Plugin {
    @Override
    public Descriptor descriptor() {
        return new Descriptor("magnitude", "0.1.0", Spi.VERSION);
    }

    @Override
    public List<Provider<?>> providers() {
        return List.of(
                Provider.of(Criterion.class, "magnitude", "|w|^p: small weights go first", Magnitude.class),
                Provider.of(
                        Criterion.class,
                        "averaged",
                        "the moving average of another criterion's scores over revisions",
                        Averaged.class),
                Provider.of(
                        Criterion.class, "lamp", "w² over what is not smaller, comparable across layers", Lamp.class),
                Provider.of(
                        Criterion.class,
                        "normalised",
                        "another criterion's scores over their norm in the layer",
                        Normalised.class),
                Provider.of(
                        MaskPolicy.class,
                        "threshold",
                        "removes what is below a quality times the layer's standard deviation",
                        Threshold.class),
                Provider.of(
                        MaskPolicy.class,
                        "sensitivity",
                        "threshold with the highest qualities that validation accuracy bears",
                        Sensitivity.class),
                Provider.of(
                        MaskPolicy.class,
                        "dead-neurons",
                        "removes neurons without a living input or output",
                        DeadNeurons.class),
                Provider.of(
                        Stage.class,
                        "rescale-dropout",
                        "lowers dropout to what the connections left call for",
                        RescaleDropout.class));
    }

    @Override
    public List<Preset> presets() {
        return MagnitudePresets.all();
    }
}
