package org.espalier.engine.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.bench.Peer;
import org.espalier.engine.bench.Series;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.Kernels;
import org.espalier.engine.network.Network.Mode;
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
        Steps dense = new Steps(model, batch, 1);
        Steps masked = new Steps(model, batch, KEPT_BY_MASK);
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

    /** A network with all that a step needs. */
    static final class Steps {
        private final Network network;
        private final INDArray inputs;
        private final Batch batch;
        private final Momentum optimizer = new Momentum(0.01, 0.9);
        private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
        private final Map<ParamId, Map<String, INDArray>> slots = new HashMap<>();
        private final Map<ParamId, Mask> masks = new LinkedHashMap<>();
        private final SplittableRandom random = new SplittableRandom(1);
        private long steps;

        Steps(String model, int size, double keep) {
            network = new Network(graph(model));
            network.initialize(new KaimingUniform(), id -> new SplittableRandom(id.hashCode()));
            inputs = Nd4j.rand(DataType.FLOAT, Shapes.batched(size, network.inputShape()));
            batch = new Batch(
                    inputs, Nd4j.createFromArray(new Random(1).ints(size, 0, 10).toArray()));
            var draws = new Random(2);
            for (ParamInfo param : network.params()) {
                slots.put(param.id(), Map.of("momentum", Nd4j.create(DataType.FLOAT, param.shapeArray())));
                if (keep < 1 && param.prunable()) {
                    masks.put(param.id(), Mask.of(param.shape(), i -> draws.nextDouble() < keep));
                }
            }
        }

        void step(boolean training) {
            if (!training) {
                network.forward(inputs, Mode.PREDICT, random);
                return;
            }
            INDArray output = network.forward(inputs, Mode.TRAIN, random);
            network.backward(loss.of(output, batch).gradientAtOutput());
            Kernel kernel = Kernels.of(DataType.FLOAT);
            masks.forEach((id, mask) -> kernel.mask(network.gradient(id), mask));
            steps++;
            for (ParamInfo param : network.params()) {
                optimizer.update(
                        network.weight(param.id()),
                        network.gradient(param.id()),
                        slots.get(param.id()),
                        0.01,
                        steps,
                        true);
            }
        }

        /** Returns the multiplications and additions of a step's products with weights. */
        double operations(boolean training) {
            double forward = 0;
            double first = 0;
            for (LayerView layer : network.layers()) {
                double uses = 0;
                for (ParamInfo param : layer.params()) {
                    uses += param.shape().size() > 1 ? 2.0 * param.size() * layer.positions() : 0;
                }
                first = first == 0 ? uses : first;
                forward += uses;
            }
            // Back come the gradients at weights and at inputs, the latter not in the first layer.
            return inputs.size(0) * (training ? 3 * forward - first : forward);
        }

        private static Graph graph(String model) {
            Initializer initializer = new KaimingUniform();
            List<Long> picture = List.of(3L, 32L, 32L);
            return switch (model) {
                case "mlp" -> new Lenet300().build(List.of(784L), 10);
                case "lenet5" -> new Lenet5().build(List.of(1L, 28L, 28L), 10);
                case "vgg" ->
                    new Vgg(
                                    0,
                                    List.of(List.of(32L, 32L), List.of(64L, 64L), List.of(128L, 128L)),
                                    false,
                                    List.of(256L),
                                    0,
                                    initializer)
                            .build(picture, 10);
                case "vgg16" -> new Vgg(16, List.of(), true, List.of(512L), 0, initializer).build(picture, 10);
                case "resnet20" -> new Resnet(20, Resnet.Shortcut.B, 16, initializer).build(picture, 10);
                case "lstm" -> new Lstm(128, 1, false, 0, 0, initializer).build(List.of(28L, 28L), 10);
                default -> throw new IllegalArgumentException("unknown model " + model);
            };
        }
    }
}
