package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.espalier.engine.run.StopSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is foretold of trainings is what then happens. */
final class AgendaTest {
    private static final String PIPELINE = """
        seed: 3
        model: { mlp: { layers: [2, 4, 2] } }
        data: { csv: { train: train.csv, test: train.csv, label: class } }
        prepare: { validation: 10 }
        pipeline:
          - find-learning-rate: { steps: 10, batch-size: 8, to: 1.0e-3 }
          - train: { epochs: 1.5, batch-size: 16 }
          - train: { epochs: 2, batch-size: 16, accumulate: 4 }
          - train: { epochs: 0 }
          - repeat:
              times: 2
              do:
                - train: { epochs: 1 }
                - branch: { name: control, do: [ train: { epochs: 0.5, batch-size: 8 } ] }
                - repeat: { times: 2, do: [ train: { epochs: 1, batch-size: 50 } ] }
          - compare:
              repeats: 2
              settings: [ { batch: 10 }, { batch: 20 } ]
              methods:
                one: [ train: { epochs: 1, batch-size: $batch } ]
                two: [ snapshot: here, train: { epochs: 1 }, train: { epochs: 1 } ]
        """;

    @TempDir
    Path folder;

    @Test
    void everyTrainingIsForetoldInOrderWithItsSteps() throws IOException {
        var random = RandomGenerator.of("L64X128MixRandom");
        var text = new StringBuilder("a,b,class\n");
        for (int i = 0; i < 101; i++) {
            text.append(random.nextDouble() + "," + random.nextDouble() + "," + i % 2 + "\n");
        }
        Files.writeString(folder.resolve("train.csv"), text);
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE);
        Map<String, Long> planned = new LinkedHashMap<>();
        Map<String, Long> seen = new LinkedHashMap<>();
        List<Double> examples = new ArrayList<>();
        var listener = new RunListener() {
            @Override
            public void planned(List<Planned> trainings) {
                trainings.forEach(training -> planned.put(training.stage(), training.steps()));
                trainings.forEach(training -> examples.add(training.examples()));
            }

            @Override
            public void progress(Step step) {
                assertThat(step.steps()).isEqualTo(planned.get(step.stage()));
                seen.merge(step.stage(), 1L, Long::sum);
            }
        };

        Engine.create(new EngineOptions(List.of(), folder))
                .run(file, new RunOptions(List.of(), folder.resolve("runs"), false), listener, new StopSignal());

        assertThat(List.copyOf(planned.entrySet())).isEqualTo(List.copyOf(seen.entrySet()));
        assertThat(planned)
                .containsEntry("train#2", 4L)
                .containsKeys("repeat[2]/branch:control/train", "repeat[2]/repeat[1]/train", "compare[2]:one@20/train");
        assertThat(examples.subList(0, 3)).containsExactly(80.0, 136.5, 182.0);
    }
}
