package org.espalier.engine.kernel.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.espalier.engine.kernel.sparse.SparseLoops;

/** What the last bits of results follow from beside the program: the processor, and the instructions that libraries use of it. */
final class Processor {
    private static final Path LINUX = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";
    /** Makes OpenBLAS take the processor for another one. */
    private static final String CORE = "OPENBLAS_CORETYPE";

    private Processor() {}

    /** Returns a line such as {@code AMD EPYC, oneDNN avx512_core, vectors of 16 floats}. */
    static String describe() {
        List<String> parts = new ArrayList<>(List.of(model(), "oneDNN " + instructions(), vectors()));
        String core = System.getenv().getOrDefault(CORE, "");
        if (!core.isEmpty()) {
            parts.add(CORE + " " + core);
        }
        return String.join(", ", parts);
    }

    private static String model() {
        try (Stream<String> lines = Files.lines(LINUX)) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static String instructions() {
        try {
            return dnnl.get_effective_cpu_isa().intern().name();
        } catch (LinkageError e) {
            return "does not load";
        }
    }

    private static String vectors() {
        SparseLoops loops = SparseLoops.vectorized();
        return loops == null ? "no vectors" : "vectors of " + loops.lanes() + " floats";
    }
}
