package org.espalier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.espalier.api.data.Batch;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.kernel.Cell;
import org.espalier.engine.loss.SoftmaxCrossEntropy;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.architecture.GraphBuilder;
import org.espalier.engine.network.architecture.template.Convolution;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.MaxPool;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.architecture.template.Recurrent;
import org.espalier.engine.network.architecture.template.Reshape;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.KaimingUniform;
import org.espalier.engine.optimizer.Momentum;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A training step takes memory only the first time. */
final class SteadyStateTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int WARM_UP = 1_000;
    private static final int STEPS = 10_000;
    /** What 2.4 KB a step would come to; the arrays of a step have 60 KB, and the JVM compiles meanwhile. */
    private static final long GROWTH_KIB = 24 * 1024;

    private static final long GARBAGE_BYTES = 64 * 1024;

    /** In a process whose Java heap is there in full from the start, so that whatever grows is memory outside of it. */
    @Test
    void tenThousandStepsTakeNoMoreMemoryThanAThousand() throws IOException {
        assumeThat(STATUS)
                .as("this system tells in /proc how much memory a process has")
                .exists();
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xms96m",
                        "-Xmx96m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SteadyStateTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher told = Pattern.compile("growth (-?\\d+) garbage (\\d+)").matcher(answer);
        assertThat(told.find()).as("an answer in '%s'", answer).isTrue();
        assertThat(Long.parseLong(told.group(1))).as("KiB more").isLessThan(GROWTH_KIB);
        assertThat(Long.parseLong(told.group(2)))
                .as("bytes of Java objects a step")
                .isLessThan(GARBAGE_BYTES);
    }

    /** Trains, and prints by how many KiB the process grew and how many bytes of Java objects a step made. */
    public static void main(String[] arguments) throws IOException {
        Training training = new Training();
        training.steps(WARM_UP);
        long before = residentKib();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long made = threads.getCurrentThreadAllocatedBytes();
        training.steps(STEPS);
        System.out.println("growth " + (residentKib() - before) + " garbage "
                + (threads.getCurrentThreadAllocatedBytes() - made) / STEPS);
        System.exit(0);
    }

    private static long residentKib() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    /** A small network of every kind of layer that keeps memory, with its optimizer. */
    private static final class Training {
        private final Network network = new Network(graph());
        private final Batch batch =
                new Batch(Nd4j.rand(DataType.FLOAT, 8, 3, 8, 8), Nd4j.createFromArray(0, 1, 2, 0, 1, 2, 0, 1));
        private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
        private final Momentum optimizer = new Momentum(0.01, 0.9);
        private final Map<ParamId, Map<String, INDArray>> slots = new HashMap<>();

        Training() {
            network.initialize(new KaimingUniform(), id -> new SplittableRandom(1));
            for (ParamInfo param : network.params()) {
                slots.put(param.id(), Map.of("momentum", Nd4j.create(DataType.FLOAT, param.shapeArray())));
            }
        }

        void steps(int count) {
            for (int i = 0; i < count; i++) {
                INDArray output = network.forward(batch.inputs(), Mode.TRAIN, new SplittableRandom(i));
                network.backward(loss.of(output, batch).gradientAtOutput());
                for (ParamInfo param : network.params()) {
                    ParamId id = param.id();
                    optimizer.update(
                            network.weight(id), network.gradient(id), slots.getOrDefault(id, Map.of()), 0.01, i, true);
                }
            }
        }

        private static Graph graph() {
            var builder = new GraphBuilder(List.of(3L, 8L, 8L))
                    .add(new Convolution(8, 3, 1, 1, 1, 1, false))
                    .add(new Operator("bn", "BatchNormalization"))
                    .add(Operator.of(Activation.RELU));
            LayerId start = builder.last();
            return builder.add(new Convolution(8, 3, 1, 1, 1, 1, true))
                    .add(Operator.add(), List.of(builder.last(), start))
                    .add(new MaxPool(2))
                    .add(new Reshape(List.of(8L, 16L)))
                    .add(new Recurrent(Cell.LSTM, 6, true, Map.of("weight.cell", 3L)))
                    .add(new Dense(3))
                    .build(3);
        }
    }
}
