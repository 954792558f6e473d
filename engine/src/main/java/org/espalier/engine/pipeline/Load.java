package org.espalier.engine.pipeline;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.plugin.Knob;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.engine.format.FiniteOnly;
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
                value = "what the network calls what the file calls otherwise: { 'linear.*': 'fc.*' }; each * stands"
                        + " for the same on both sides, and the first that fits counts",
                otherwise = "{}")
        Map<String, String> names,

        @Knob(value = "what is loaded, by the network's names, such as ['layer1.*']; * for all", otherwise = "['*']")
        @Size(min = 1)
        List<String> only,

        @Knob(
                value = "what of it is not loaded and stays as it is, such as ['fc.*'] for a new last layer",
                otherwise = "[]")
        List<String> except,

        @Knob(value = "whether values that are NaN or infinite are loaded, too", otherwise = "false")
        boolean allowNonFinite)
        implements Stage {
    public Load {
        requireNonNull(format, "format is null");
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        Renaming.check(names);
        only = List.copyOf(only);
        except = List.copyOf(except);
    }

    @Override
    public void run(Workbench bench) {
        ModelFormat named = names.isEmpty() ? format : new Renaming(format, names);
        Part part = new Part(only, except);
        bench.load(allowNonFinite ? named : new FiniteOnly(named), file, part);
        part.requireUse();
    }

    @Override
    public boolean keepsLayers() {
        return true;
    }
}
