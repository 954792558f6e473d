package org.espalier.engine.run;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.stage.Stage;
import org.espalier.engine.data.PreparedData;
import org.espalier.engine.network.architecture.Architecture;

/**
 * What a run is to do.
 *
 * @param info what it was told
 * @param architecture its network
 * @param data its examples
 * @param stages its stages
 * @param checkpoints when it writes down what it needs to be taken up again
 * @param facts what makes it, beyond what it finds out itself
 */
public record Job(
        RunInfo info,
        Architecture architecture,
        PreparedData data,
        List<Stage> stages,
        CheckpointPolicy checkpoints,
        Map<String, String> facts) {
    public Job {
        requireNonNull(info, "info is null");
        requireNonNull(architecture, "architecture is null");
        requireNonNull(data, "data is null");
        requireNonNull(checkpoints, "checkpoints is null");
        stages = List.copyOf(stages);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
