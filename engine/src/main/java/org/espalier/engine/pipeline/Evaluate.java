package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Set;
import org.espalier.api.plugin.Knob;
import org.espalier.api.report.Metric;
import org.espalier.api.score.Need;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.api.stage.Workbench.Split;

/** Measures the network and records what it measured. */
public record Evaluate(
        @Knob(
                value = "which examples: validation, test or train. Choose nothing by test",
                otherwise = "validation",
                formerly = "on")
        Split split,

        @Knob(value = "what to measure", otherwise = "[accuracy, loss]") @NotEmpty
        List<Metric> metrics)
        implements Stage {
    public Evaluate {
        metrics = List.copyOf(metrics);
    }

    @Override
    public void run(Workbench bench) {
        bench.evaluate(metrics, split);
    }

    @Override
    public Set<Need> needs() {
        return switch (split) {
            case VALIDATION -> Set.of(Need.INPUTS, Need.LABELS, Need.VALIDATION);
            case TRAIN, TEST -> Set.of(Need.INPUTS, Need.LABELS);
        };
    }

    @Override
    public boolean keepsLayers() {
        return true;
    }
}
