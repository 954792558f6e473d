package org.espalier.engine.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.espalier.engine.bench.Peer;
import org.espalier.engine.bench.Series;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.backend.Kernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Training and inference steps beside PyTorch's and libtorch's on the same networks. Rounds alternate with the peers', each of
 * which gets two ways for its threads to wait and is judged by the better one. What counts is the ratio of medians to the faster
 * peer. Started by the script {@code engine/src/bench/peers}, which says what it needs.
 */
public final class PeerBenchmark {
    private static final int WARM_UP = 20;
    private static final double KEPT_BY_MASK = 0.1;
    private static final List<Map<String, String>> WAITING =
            List.of(Map.of("OMP_WAIT_POLICY", "passive"), Map.of("GOMP_SPINCOUNT", "2000"));
    /** Without these a third of PyTorch's time goes into page faults. */
    private static final Map<String, String> MEMORY = Map.of(
            "MALLOC_MMAP_THRESHOLD_", "1073741824",
            "MALLOC_TRIM_THRESHOLD_", "1073741824",
            "MALLOC_TOP_PAD_", "268435456");

    private final double seconds;
    private final int rounds;
    private final List<String> torch;
    private final List<String> djl;
    private final double peak;

    private PeerBenchmark(double seconds, int rounds, List<String> torch, List<String> djl) {
        this.seconds = seconds;
        this.rounds = rounds;
        this.torch = torch;
        this.djl = djl;
        peak = peak();
    }

    /** Takes seconds, rounds, models or {@code all}, and the commands of PyTorch and libtorch with {@code --} between them. */
    public static void main(String[] arguments) throws IOException {
        List<String> words = List.of(arguments);
        int between = words.lastIndexOf("--");
        var benchmark = new PeerBenchmark(
                Double.parseDouble(words.get(0)),
                Integer.parseInt(words.get(1)),
                words.subList(3, between),
                words.subList(between + 1, words.size()));
        benchmark.run(
                words.get(2).equals("all")
                        ? List.of("mlp", "lenet5", "vgg", "resnet20", "lstm")
                        : List.of(words.get(2).split(",")));
        System.exit(0);
    }

    private void run(List<String> models) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%s Matrix products of 1024 reach %.0f GFLOP/s; milliseconds a step: median (least to largest)%n%n",
                Kernels.why(),
                peak / 1e9);
        System.out.println("| step | Espalier | PyTorch | libtorch | ratio | share of peak | with a 10 % mask |");
        System.out.println("|---|---|---|---|---|---|---|");
        var ratios = new ArrayList<Double>();
        for (String model : models) {
            for (int batch : new int[] {64, 128}) {
                for (boolean training : new boolean[] {true, false}) {
                    ratios.add(compare(model, batch, training));
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%n%d steps: %d with a ratio of at least 1, %d of at least 1.5%n",
                ratios.size(),
                ratios.stream().filter(ratio -> ratio >= 1).count(),
                ratios.stream().filter(ratio -> ratio >= 1.5).count());
    }

    private double compare(String model, int batch, boolean training) throws IOException {
        TrainingSteps dense = new TrainingSteps(model, batch, 1);
        TrainingSteps masked = new TrainingSteps(model, batch, KEPT_BY_MASK);
        var own = new Series("Espalier");
        var own10 = new Series("with a mask");
        List<Series> torches = List.of(new Series("PyTorch"), new Series("PyTorch"));
        List<Series> libtorches = List.of(new Series("libtorch"), new Series("libtorch"));
        for (int i = 0; i < WARM_UP; i++) {
            dense.step(training);
            masked.step(training);
        }
        for (int round = 0; round < rounds; round++) {
            burst(own, () -> dense.step(training));
            if (training) {
                burst(own10, () -> masked.step(true));
            }
            int way = round % WAITING.size();
            torches.get(way).addAll(Peer.answer(torchCommand(model, batch, training), environment(way)));
            if (training) {
                libtorches.get(way).addAll(Peer.answer(djlCommand(model, batch), environment(way)));
            }
        }
        Series torch = better(torches);
        Series libtorch = better(libtorches);
        double fastest = training ? Math.min(torch.median(), libtorch.median()) : torch.median();
        double ratio = fastest / own.median();
        System.out.printf(
                Locale.ROOT,
                "| %s, %d, %s | %s | %s | %s | **%.2f** | %.0f %% | %s |%n",
                model,
                batch,
                training ? "training" : "inference",
                own.milliseconds(),
                torch.milliseconds(),
                training ? libtorch.milliseconds() : "–",
                ratio,
                100 * dense.operations(training) / own.median() / peak,
                training ? String.format(Locale.ROOT, "%.3f", own10.median() / own.median()) : "–");
        return ratio;
    }

    private void burst(Series series, Runnable step) {
        // The first steps after a peer's find caches cold and clocks low.
        for (int i = 0; i < 3; i++) {
            step.run();
        }
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int i = 0; i < 5 || System.nanoTime() < end; i++) {
            series.time(step);
        }
    }

    private List<String> torchCommand(String model, int batch, boolean training) {
        var command = new ArrayList<>(torch);
        command.addAll(List.of(
                training ? "train" : "infer", model, Integer.toString(batch), "--seconds", Double.toString(seconds)));
        return command;
    }

    private List<String> djlCommand(String model, int batch) {
        var command = new ArrayList<>(djl);
        command.addAll(List.of(model, Integer.toString(batch), Double.toString(seconds)));
        return command;
    }

    private static Map<String, String> environment(int way) {
        Map<String, String> environment = new HashMap<>(MEMORY);
        environment.put("OMP_NUM_THREADS", Integer.toString(Runtime.getRuntime().availableProcessors()));
        environment.put("GOMP_SPINCOUNT", "");
        environment.putAll(WAITING.get(way));
        return environment;
    }

    private static Series better(List<Series> series) {
        return series.get(1).median() < series.get(0).median() ? series.get(1) : series.get(0);
    }

    /** Returns how many operations a second the fastest matrix product here does. */
    private static double peak() {
        Kernel kernel = Kernels.of(DataType.FLOAT);
        int size = 1024;
        INDArray a = Nd4j.rand(DataType.FLOAT, size, size);
        INDArray b = Nd4j.rand(DataType.FLOAT, size, size);
        INDArray product = Nd4j.create(DataType.FLOAT, size, size);
        var series = new Series("peak");
        for (int i = 0; i < 60; i++) {
            series.time(() -> kernel.multiply(a, false, b, false, product, false));
        }
        return 2.0 * size * size * size / series.median();
    }
}
