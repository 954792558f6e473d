package org.espalier.engine.pipeline;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.NotBlank;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.plugin.Knob;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.engine.format.Renaming;

/** Replaces the network's weights, state tensors and masks by those in a file. */
public record Load(
        @Knob("the file; beside the pipeline file, in the working directory or in the distribution") @NotBlank
        String file,

        @Knob(
                value = "how it was written; safetensors reads what others wrote too, with PyTorch's names",
                otherwise = "safetensors")
        ModelFormat format,

        @Knob(
                value =
                        "what the network calls what the file calls otherwise: { 'linear.*': 'fc.*' }; each * stands for"
                                + " the same on both sides, and the first that fits counts",
                otherwise = "{}")
        Map<String, String> names)
        implements Stage {
    public Load {
        requireNonNull(format, "format is null");
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        Renaming.check(names);
    }

    @Override
    public void run(Workbench bench) {
        bench.load(names.isEmpty() ? format : new Renaming(format, names), file);
    }
}
