package org.espalier.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Hands mutated inputs to a reader and fails on anything that gets out but the errors that the reader may make, on memory
 * out of proportion to the input, and on time beyond a bound. Each valid input must be read without an error first.
 *
 * <p>A thousand inputs for each reader are part of every build. More of them, here a million, or others:
 *
 * <pre>{@code
 * mvn -B -ntp test -pl engine -am -Dtest='*FuzzTest' -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Despalier.fuzz.inputs=1000000 -Despalier.fuzz.seed=2
 * }</pre>
 *
 * <p>What fails is written into {@code target/fuzz}, one input for each kind of failure.
 *
 * @param name of the reader, for messages and files
 * @param valid inputs that the reader accepts
 * @param allowed the errors that the reader may make
 * @param mended what is done to each mutated input, such as to set right a checksum that would hide what lies behind it
 */
public record Fuzz(
        String name, List<byte[]> valid, List<Class<? extends Throwable>> allowed, UnaryOperator<byte[]> mended) {
    private static final long INPUTS = Long.getLong("espalier.fuzz.inputs", 1000);
    private static final long SEED = Long.getLong("espalier.fuzz.seed", 1);

    private static final long MOST_SECONDS = 3;
    /** Enough for the tables of a JSON or gzip reader, and nothing to speak of. */
    private static final long FREE_BYTES = 16L << 20;

    private static final long MOST_BYTES_FOR_EACH = 2000;
    private static final int MOST_KINDS = 40;
    private static final long STUCK_SECONDS = 120;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A reader of inputs. */
    @FunctionalInterface
    public interface Reader {
        /** Reads an input, and uses what it read as far as the product would. */
        void read(byte[] input) throws Exception;
    }

    /** A reader of files. */
    @FunctionalInterface
    public interface FileReader {
        /** Reads a file. */
        void read(Path file) throws Exception;
    }

    /** One input while it is read. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Attempt(long index, byte[] input, long since) {}

    /** Prepares a test of a reader. */
    public static Fuzz of(String name, List<byte[]> valid, List<Class<? extends Throwable>> allowed) {
        return new Fuzz(name, valid, allowed, input -> input);
    }

    /** Returns a test that sets inputs right before they are read. */
    public Fuzz mending(UnaryOperator<byte[]> mending) {
        return new Fuzz(name, valid, allowed, mending);
    }

    /** Runs the test with a reader of files; each input in turn is written to {@code file}. */
    public void run(Path file, FileReader reader) {
        run(input -> {
            Files.write(file, input);
            reader.read(file);
        });
    }

    /** Runs the test. */
    public void run(Reader reader) {
        var failures = new LinkedHashMap<String, String>();
        var attempt = new AtomicReference<>(new Attempt(-1, new byte[0], System.nanoTime()));
        var thread = new Thread(() -> readAll(reader, failures, attempt), "fuzz-" + name);
        var died = new AtomicReference<Throwable>();
        thread.setUncaughtExceptionHandler((ended, why) -> died.set(why));
        thread.setDaemon(true);
        thread.start();
        try {
            while (thread.isAlive()) {
                thread.join(500);
                Attempt now = attempt.get();
                if (thread.isAlive() && System.nanoTime() - now.since() > STUCK_SECONDS * 1_000_000_000L) {
                    throw new AssertionError(described(
                            now,
                            "does not come back, it is at "
                                    + Arrays.toString(thread.getStackTrace()).replace(", ", "\n    ")));
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while fuzzing", e);
        }
        if (died.get() != null) {
            throw new AssertionError(described(attempt.get(), "is the last before the test itself failed"), died.get());
        }
        assertThat(failures.values())
                .as("%s, %d inputs, seed %d", name, INPUTS, SEED)
                .isEmpty();
    }

    private void readAll(Reader reader, Map<String, String> failures, AtomicReference<Attempt> attempt) {
        for (byte[] input : valid) {
            try {
                reader.read(input.clone());
            } catch (Throwable e) {
                failures.put("valid", "a valid input is refused: " + trace(e));
                return;
            }
        }
        for (long index = 0; index < INPUTS && failures.size() < MOST_KINDS; index++) {
            // Each input has a generator of its own, so that the index alone repeats it.
            var random = new SplittableRandom(SEED * 0x9e3779b97f4a7c15L + index);
            byte[] input = mended.apply(new Mutator(random, valid).next());
            var now = new Attempt(index, input, System.nanoTime());
            attempt.set(now);
            String[] failure = read(reader, input.clone());
            if (failure.length > 0 && !failures.containsKey(failure[0])) {
                failures.put(failure[0], described(now, failure[1]));
            }
        }
    }

    /** Returns the kind of a failure and its words; nothing when there is none. */
    private String[] read(Reader reader, byte[] input) {
        long time = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        try {
            reader.read(input);
        } catch (Throwable e) {
            if (allowed.stream().noneMatch(type -> type.isInstance(e))) {
                return new String[] {kind(e), trace(e)};
            }
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                return new String[] {"silent " + kind(e), "an error without a message: " + trace(e)};
            }
        }
        bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes;
        time = THREADS.getCurrentThreadCpuTime() - time;
        if (bytes > FREE_BYTES + MOST_BYTES_FOR_EACH * input.length) {
            return new String[] {"memory", "takes " + bytes + " bytes for " + input.length};
        }
        if (time > MOST_SECONDS * 1_000_000_000L) {
            return new String[] {"time", "takes " + time / 1_000_000 + " ms"};
        }
        return new String[0];
    }

    private String described(Attempt attempt, String what) {
        Path kept = Path.of("target", "fuzz", name + "-" + SEED + "-" + attempt.index() + ".bin");
        try {
            Files.createDirectories(kept.getParent());
            Files.write(kept, attempt.input());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "seed " + SEED + ", input " + attempt.index() + ", kept as " + kept + ": " + what;
    }

    private static String kind(Throwable e) {
        return e.getClass().getName()
                + Arrays.stream(e.getStackTrace())
                        .filter(frame -> frame.getClassName().startsWith("org.espalier"))
                        .findFirst();
    }

    private static String trace(Throwable e) {
        var text = new StringBuilder(String.valueOf(e));
        Arrays.stream(e.getStackTrace()).limit(12).forEach(frame -> text.append("\n    at ")
                .append(frame));
        return text.toString();
    }
}
