package org.espalier.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most resident memory that training takes, the JVM included. Started by the script {@code engine/src/bench/memory}. */
public final class MemoryBenchmark {
    private MemoryBenchmark() {}

    /** Takes a model of {@link TrainingSteps}, a batch size and a number of steps. */
    public static void main(String[] arguments) throws IOException {
        var steps = new TrainingSteps(arguments[0], Integer.parseInt(arguments[1]), 1);
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            steps.step(true);
        }
        Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .forEach(kib -> System.out.println("{\"peer\": \"espalier\", \"peak_rss_mib\": " + kib / 1024 + "}"));
        System.exit(0);
    }
}
