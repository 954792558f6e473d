package org.espalier.engine.pipeline;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import org.espalier.api.data.DataSource;
import org.espalier.api.plugin.Knob;
import org.espalier.api.stage.Stage;
import org.espalier.engine.data.Preparation;
import org.espalier.engine.network.architecture.Architecture;
import org.espalier.engine.run.CheckpointPolicy;

/** A pipeline file: what is compressed, with which data, and how. */
public record PipelineFile(
        @Knob(value = "what the run is called; empty for the file's name", otherwise = "''")
        String name,

        @Knob(value = "where all randomness comes from: the same file and seed give the same numbers", otherwise = "42")
        long seed,

        @Knob(
                value = "threads that compute; 0 for one for each processor. The same number gives the same results to"
                        + " the last bit; another may differ in last bits, as LSTMs do",
                otherwise = "0")
        @Min(0)
        @Max(1024)
        int threads,

        @Knob("the network") Architecture model,
        @Knob(value = "the examples", otherwise = "none") DataSource data,

        @Knob(value = "how examples are split, normalised and augmented", otherwise = "{}")
        Preparation prepare,

        @Knob(value = "when the run writes down all that it needs to be resumed", otherwise = "{}")
        CheckpointPolicy checkpoint,

        @Knob("what is done, step by step") @NotEmpty List<Stage> pipeline) {
    public PipelineFile {
        pipeline = List.copyOf(pipeline);
    }
}
