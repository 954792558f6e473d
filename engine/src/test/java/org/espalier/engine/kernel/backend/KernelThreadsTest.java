package org.espalier.engine.kernel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.espalier.engine.kernel.onednn.OneDnn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One number of threads rules everything that computes. */
final class KernelThreadsTest {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final Window WINDOW =
            new Window(16, 32, 32, Pair.of(3), Pair.of(1), Pair.of(1), Pair.of(1), Pair.of(1));

    @AfterEach
    void backToAllProcessors() {
        Kernels.useThreads(0);
    }

    @Test
    void theKernelHasTheNumberThatWasSaidAndTellsIt() {
        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(Kernels.of(DataType.FLOAT).name()).startsWith("fast(threads=" + processors);
        Kernels.useThreads(processors + 1);
        Kernel more = Kernels.of(DataType.FLOAT);
        assertThat(more.name()).startsWith("fast(threads=" + (processors + 1));
        assertThat(Kernels.of(DataType.FLOAT)).isSameAs(more);
        assertThat(Kernels.why()).contains(more.name());
        assertThatThrownBy(() -> Kernels.useThreads(-1))
                .hasMessage("there must be at least 1 thread, or 0 for one for each processor, but there are -1");
    }

    /** OpenMP keeps threads for each thread that calls, so that one that never called before shows how many it takes. */
    @Test
    void oneDnnTakesNoMoreThreadsThanItsKernelHas() {
        assumeTrue(!OneDnn.version().isEmpty() && Files.isDirectory(TASKS));
        assertThat(threadsTakenBy(Kernels.fast(1), "calls-one")).isZero();
        assertThat(threadsTakenBy(Kernels.fast(3), "calls-three")).isEqualTo(2);
    }

    @Test
    void kernelsOfDifferentNumbersMayTakeTurns() {
        assumeTrue(!OneDnn.version().isEmpty());
        Kernel one = Kernels.fast(1);
        Kernel three = Kernels.fast(3);
        INDArray alone = convolve(one);
        assertThat(OneDnn.threads()).isEqualTo(1);
        INDArray shared = convolve(three);
        assertThat(OneDnn.threads()).isEqualTo(3);
        assertThat(convolve(one)).isEqualTo(alone);
        assertThat(OneDnn.threads()).isEqualTo(1);
        assertThat(convolve(Kernels.fast(3))).isEqualTo(shared);
    }

    /** Returns how many threads convolving took beside the one that asked for it, which has a name that they inherit. */
    private static long threadsTakenBy(Kernel kernel, String name) {
        var convolution = new Convolution();
        var counted = new CompletableFuture<Long>();
        var caller = new Thread(
                () -> {
                    try {
                        convolution.run(kernel);
                        counted.complete(tasks(name) - 1);
                    } catch (RuntimeException | Error e) {
                        counted.completeExceptionally(e);
                    }
                },
                name);
        caller.start();
        return counted.join();
    }

    private static long tasks(String name) {
        try (Stream<Path> tasks = Files.list(TASKS)) {
            return tasks.filter(task -> name.equals(nameOf(task))).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A thread may end while others are counted. */
    private static String nameOf(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** A convolution that is laid out before it is run: ND4J has threads too. */
    private record Convolution(Value input, INDArray weight, Value output) {
        Convolution() {
            this(
                    Value.copyOf(
                            Nd4j.arange(8 * 16 * 32 * 32).castTo(DataType.FLOAT).reshape('c', 8, 16, 32, 32)),
                    Nd4j.arange(16 * 16 * 9).castTo(DataType.FLOAT).reshape('c', 16, 16, 3, 3),
                    Value.of(DataType.FLOAT, 8, 16, 32, 32));
        }

        void run(Kernel kernel) {
            kernel.convolution().forward(WINDOW, input, weight, null, output, new Workspace());
        }
    }

    private static INDArray convolve(Kernel kernel) {
        var convolution = new Convolution();
        convolution.run(kernel);
        return convolution.output().array().dup();
    }
}
