package org.espalier.engine.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.bench.Peer;
import org.espalier.engine.bench.Series;
import org.espalier.engine.config.ConfigReader;
import org.espalier.engine.config.Source;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.plugin.PluginDirectory;

/**
 * Training steps with trained thresholds beside dense ones, here and as a parametrization in PyTorch, alternating. Started by the
 * script {@code engine/src/bench/thresholds}, which says what it needs.
 */
public final class ThresholdBenchmark {
    private static final int WARM_UP = 200;

    private ThresholdBenchmark() {}

    private record Root(
            @Knob("what is trained") Parameterization with,
            @Knob("penalties") List<Regularizer> regularizers) {}

    /** Takes seconds, rounds, models with batches ({@code mlp:64,lenet5:64}), a folder of plugins, and PyTorch's command. */
    public static void main(String[] arguments) throws IOException {
        List<String> words = List.of(arguments);
        Root chosen = chosen(Path.of(words.get(3)));
        System.out.println(Kernels.why() + " Milliseconds a training step: median (least to largest)\n");
        System.out.println(
                "| step | dense | with thresholds | ratio | PyTorch, dense | PyTorch, with thresholds | ratio |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (BatchedModel each : BatchedModel.list(words.get(2))) {
            compare(
                    each.model(),
                    each.batch(),
                    chosen,
                    Double.parseDouble(words.get(0)),
                    Integer.parseInt(words.get(1)),
                    words.subList(4, words.size()));
        }
        System.exit(0);
    }

    private static Root chosen(Path plugins) {
        Engine engine = Engine.create(new EngineOptions(List.of(PluginDirectory.named(plugins)), plugins));
        var source = new Source(
                "bench.yaml", "with: trainable-threshold\nregularizers: [ { dst-exp: { alpha: 5.0e-4 } } ]\n");
        return new ConfigReader(engine.registry())
                .read(source, List.of(), Root.class)
                .value();
    }

    private static void compare(String model, int batch, Root chosen, double seconds, int rounds, List<String> torch)
            throws IOException {
        List<TrainingSteps> steps = List.of(
                new TrainingSteps(model, batch, 1),
                new TrainingSteps(model, batch, 1).through(chosen.with(), chosen.regularizers()));
        List<Series> own = List.of(new Series("dense"), new Series("with thresholds"));
        List<Series> peers = List.of(new Series("PyTorch"), new Series("PyTorch"));
        for (int i = 0; i < WARM_UP; i++) {
            steps.forEach(each -> each.step(true));
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < 2; i++) {
                TrainingSteps each = steps.get(i);
                each.step(true);
                long end = System.nanoTime() + (long) (seconds * 1e9);
                while (System.nanoTime() < end) {
                    own.get(i).time(() -> each.step(true));
                }
                var command = new ArrayList<>(torch);
                command.addAll(List.of("train", model, Integer.toString(batch), "--seconds", Double.toString(seconds)));
                if (i == 1) {
                    command.add("--dst");
                }
                peers.get(i).addAll(Peer.answer(command, Map.of("OMP_WAIT_POLICY", "passive")));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s, %d | %s | %s | **%.2f** | %s | %s | %.2f |%n",
                model,
                batch,
                own.get(0).milliseconds(),
                own.get(1).milliseconds(),
                own.get(1).median() / own.get(0).median(),
                peers.get(0).milliseconds(),
                peers.get(1).milliseconds(),
                peers.get(1).median() / peers.get(0).median());
    }
}
