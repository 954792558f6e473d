package org.espalier.engine.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.espalier.engine.bench.Peer;
import org.espalier.engine.bench.Series;
import org.espalier.engine.kernel.backend.Kernels;

/**
 * Training steps under random masks of falling density beside dense ones, here and in PyTorch, alternating. Started by the
 * script {@code engine/src/bench/sparse}, which says what it needs.
 */
public final class SparseBenchmark {
    private static final double[] KEPT = {1, 0.2, 0.1, 0.05, 0.02, 0.01};
    private static final int WARM_UP = 20;

    private SparseBenchmark() {}

    /** Takes seconds for each measurement, rounds, models with batches ({@code mlp:64,set:100}), and PyTorch's command. */
    public static void main(String[] arguments) throws IOException {
        List<String> words = List.of(arguments);
        System.out.println(Kernels.why() + " Milliseconds a training step: median (least to largest)\n");
        System.out.println(
                "| step | weights kept | Espalier | times as fast as dense | times as fast as PyTorch, dense |");
        System.out.println("|---|---|---|---|---|");
        for (BatchedModel each : BatchedModel.list(words.get(2))) {
            compare(
                    each.model(),
                    each.batch(),
                    Double.parseDouble(words.get(0)),
                    Integer.parseInt(words.get(1)),
                    words.subList(3, words.size()));
        }
        System.exit(0);
    }

    private static void compare(String model, int batch, double seconds, int rounds, List<String> torch)
            throws IOException {
        var steps = new ArrayList<TrainingSteps>();
        var own = new ArrayList<Series>();
        for (double kept : KEPT) {
            steps.add(new TrainingSteps(model, batch, kept));
            own.add(new Series(model));
        }
        for (int i = 0; i < WARM_UP; i++) {
            steps.forEach(each -> each.step(true));
        }
        var peer = new Series("PyTorch");
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < KEPT.length; i++) {
                TrainingSteps each = steps.get(i);
                each.step(true);
                long end = System.nanoTime() + (long) (seconds * 1e9);
                while (System.nanoTime() < end) {
                    own.get(i).time(() -> each.step(true));
                }
            }
            var command = new ArrayList<>(torch);
            command.addAll(List.of("train", model, Integer.toString(batch), "--seconds", Double.toString(seconds)));
            peer.addAll(Peer.answer(command, Map.of("OMP_WAIT_POLICY", "passive")));
        }
        for (int i = 0; i < KEPT.length; i++) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s, %d | %.0f %% | %s | %.2f | **%.2f** |%n",
                    model,
                    batch,
                    100 * KEPT[i],
                    own.get(i).milliseconds(),
                    own.get(0).median() / own.get(i).median(),
                    peer.median() / own.get(i).median());
        }
        System.out.printf(Locale.ROOT, "| %s, %d | PyTorch, dense | %s | | |%n", model, batch, peer.milliseconds());
    }
}
