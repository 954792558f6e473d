package org.espalier.engine.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.espalier.api.stage.Stage;

/** What stages are called in a run: {@code repeat[2]/train}. Stages of one name are numbered from the second on. */
public final class StagePaths {
    private StagePaths() {}

    /** Does something with a stage. */
    @FunctionalInterface
    public interface Visit {
        /** Does it. */
        void stage(Stage stage, String path);
    }

    /**
     * Goes through stages that stand behind one another.
     *
     * @param prefix what their paths begin with; empty for a pipeline's own stages
     * @param names what the pipeline file calls a stage
     */
    public static void forEach(String prefix, List<Stage> stages, Function<? super Stage, String> names, Visit visit) {
        Map<String, Integer> seen = new HashMap<>();
        for (Stage stage : stages) {
            String name = names.apply(stage);
            int occurrence = seen.merge(name, 1, Integer::sum);
            visit.stage(
                    stage, (prefix.isEmpty() ? "" : prefix + "/") + name + (occurrence == 1 ? "" : "#" + occurrence));
        }
    }
}
