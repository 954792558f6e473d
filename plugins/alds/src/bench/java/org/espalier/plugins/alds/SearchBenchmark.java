package org.espalier.plugins.alds;

import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.espalier.api.model.LayerView;

/**
 * Times every singular value that a search needs, for all numbers of groups, beside PyTorch, in rounds that alternate: of the
 * encode scheme, as the peer has it, and of all four.
 */
final class SearchBenchmark {
    private SearchBenchmark() {}

    /** Takes {@code resnet20} or {@code vgg16}, rounds, and the peer's command. */
    public static void main(String[] arguments) throws IOException {
        ModelFile model = ModelFile.random(arguments[0].equals("vgg16") ? vgg16() : resnet20());
        int rounds = Integer.parseInt(arguments[1]);
        List<String> peer = List.of(arguments).subList(2, arguments.length);
        int threads = Runtime.getRuntime().availableProcessors();
        blas_set_num_threads(1);
        long warm = search(model, List.of(Folding.ENCODE), threads);
        var own = new ArrayList<Double>();
        var others = new ArrayList<Double>();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            search(model, List.of(Folding.ENCODE), threads);
            own.add((System.nanoTime() - start) / 1e9);
            others.add(answer(peer));
        }
        print(
                "%s, encode: %d groups; Espalier %s s, PyTorch %s s; %.1f times",
                arguments[0], warm, own, others, median(others) / median(own));
        long start = System.nanoTime();
        long all = search(model, List.of(Folding.values()), threads);
        print(
                "all four schemes: %d groups, %.2f s; peak of resident memory %s",
                all, (System.nanoTime() - start) / 1e9, peak());
    }

    private static long search(ModelFile model, List<Folding> schemes, int threads) {
        return Cores.share(threads, () -> model.layers().parallelStream()
                .mapToLong(layer -> search(model, layer, schemes))
                .sum());
    }

    private static long search(ModelFile model, LayerView layer, List<Folding> schemes) {
        Kernel kernel = Kernel.of(layer, model);
        return schemes.stream()
                .filter(folding -> !folding.repeats(schemes, kernel))
                .mapToLong(folding -> {
                    var subsets = new Subsets(folding.fold(kernel), kernel.in());
                    return IntStream.rangeClosed(1, kernel.in())
                            .filter(k -> kernel.in() % k == 0)
                            .mapToLong(k -> subsets.singularValues(k).length)
                            .sum();
                })
                .sum();
    }

    private static double answer(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher matcher = Pattern.compile("\"median_s\": *([0-9.e-]+)").matcher(answer);
        if (!matcher.find()) {
            throw new IllegalStateException("the peer " + command + " answered '" + answer + "'");
        }
        return Double.parseDouble(matcher.group(1));
    }

    static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static String peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("unknown");
    }

    /** VGG-16 for CIFAR-10, with two dense layers, as the peer has it. */
    private static List<long[]> vgg16() {
        int[] widths = {3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512};
        var shapes = new ArrayList<long[]>();
        for (int i = 1; i < widths.length; i++) {
            shapes.add(new long[] {widths[i], widths[i - 1], 3, 3});
        }
        shapes.add(new long[] {512, 512});
        shapes.add(new long[] {10, 512});
        return shapes;
    }

    /** ResNet-20 for CIFAR-10 with convolutions as shortcuts, as the peer has it. */
    private static List<long[]> resnet20() {
        var shapes = new ArrayList<long[]>();
        shapes.add(new long[] {16, 3, 3, 3});
        int before = 16;
        for (int width : new int[] {16, 32, 64}) {
            for (int block = 0; block < 3; block++) {
                shapes.add(new long[] {width, before, 3, 3});
                shapes.add(new long[] {width, width, 3, 3});
                if (width != before) {
                    shapes.add(new long[] {width, before, 1, 1});
                }
                before = width;
            }
        }
        shapes.add(new long[] {10, 64});
        return shapes;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
