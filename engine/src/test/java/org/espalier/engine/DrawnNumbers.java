package org.espalier.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.espalier.api.data.DataSet.Normalisation;
import org.espalier.api.data.Examples;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.engine.data.Augmentation;
import org.espalier.engine.data.Batches;
import org.espalier.engine.data.PadAndCrop;
import org.espalier.engine.data.ValidationSplit;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.architecture.Lenet300;
import org.espalier.engine.network.initializer.KaimingUniform;
import org.espalier.engine.random.RandomStreams;
import org.espalier.engine.run.StopSignal;

/** Numbers that must be the same on every Java, one line for each kind of draw; the main method writes them. */
final class DrawnNumbers {
    private DrawnNumbers() {}

    /**
     * Writes what {@link #all} gives into {@code numbers.txt}.
     *
     * @param arguments a folder to write into
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Files.write(folder.resolve("numbers.txt"), all(folder));
    }

    static List<String> all(Path scratch) throws IOException {
        var lines = new ArrayList<>(drawn());
        lines.addAll(trained(scratch));
        return lines;
    }

    /** Returns draws, which no processor changes. */
    static List<String> drawn() {
        var lines = new ArrayList<String>();
        RandomGenerator random = RandomStreams.of(42, "draws", 7);
        lines.add("longs " + Arrays.toString(random.longs(2).toArray()));
        lines.add("bounded "
                + Arrays.toString(
                        IntStream.range(0, 8).map(i -> random.nextInt(10 + i)).toArray()));
        lines.add("between " + random.nextInt(-5, 5) + " " + random.nextLong(1L << 40) + " " + random.nextLong(-9, 9));
        lines.add("uniform " + bits(random.nextDouble()) + " " + bits(random.nextFloat()) + " "
                + bits(random.nextDouble(2, 3)));
        lines.add("normal " + bits(random.nextGaussian()) + " " + bits(random.nextGaussian()) + " "
                + bits(random.nextGaussian(1, 2)));
        lines.add("exponential " + bits(random.nextExponential()));
        lines.add("booleans " + random.nextBoolean() + " " + random.nextBoolean() + " " + random.nextBoolean());
        lines.add("brief " + bits(RandomStreams.brief(42, 3, 5).nextGaussian()));
        lines.add("weights normal " + firstWeights(new Lenet300()));
        lines.add("weights uniform "
                + firstWeights(
                        new Lenet300(org.espalier.engine.kernel.Activation.RELU, 0, new KaimingUniform(Math.sqrt(5)))));
        lines.add("shuffle " + order(0, List.of()) + " " + order(1, List.of()));
        lines.add("validation "
                + indices(ValidationSplit.of(new Counted(12), 4, 42).validation()));
        lines.add("augmented " + order(0, List.of(new PadAndCrop(1))));
        return lines;
    }

    /** Returns what a small run measures, which processors may change, but Java does not. */
    private static List<String> trained(Path folder) throws IOException {
        var text = new StringBuilder("a,b,c,class\n");
        RandomGenerator random = RandomStreams.of(1, "examples", 0);
        for (int i = 0; i < 120; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            text.append(a + "," + b + "," + random.nextGaussian() + "," + (a > b ? 1 : 0) + "\n");
        }
        Files.writeString(folder.resolve("train.csv"), text);
        Path pipeline = Files.writeString(folder.resolve("pipeline.yaml"), """
            seed: 3
            threads: 1
            model: { mlp: { layers: [3, 16, 2], activation: tanh, dropout: 0.2 } }
            data: { csv: { train: train.csv, test: train.csv, label: class } }
            prepare: { validation: 40 }
            pipeline:
              - train: { epochs: 3, batch-size: 16, optimizer: { adam: { learning-rate: 0.02 } }, schedule: cosine }
              - prune: { policy: { prune: { criterion: random, keep: 0.5 } } }
              - train: { epochs: 2, batch-size: 16, optimizer: sgd }
              - evaluate
            """);
        Path run = Engine.create(new EngineOptions(List.of(), folder))
                .run(
                        pipeline,
                        new RunOptions(List.of(), folder.resolve("runs"), false),
                        new RunListener() {},
                        new StopSignal());
        // The number is parsed: Java 19 writes some with fewer digits.
        return Files.readAllLines(run.resolve("metrics.csv")).stream()
                .skip(1)
                .map(line -> {
                    int comma = line.lastIndexOf(',');
                    return line.substring(0, comma) + " " + bits(Double.parseDouble(line.substring(comma + 1)));
                })
                .toList();
    }

    private static String firstWeights(Lenet300 architecture) {
        Network network = new Network(architecture.build(List.of(1L, 28L, 28L), 10));
        network.initialize(architecture.initializer(), param -> RandomStreams.of(42, "weights/initial/" + param, 0));
        float[] first = Flat.copy(network.weight(ParamId.of("fc1", "weight")));
        float[] last = Flat.copy(network.weight(ParamId.of("fc3", "weight")));
        return bits(first[0]) + " " + bits(first[1]) + " " + bits(first[first.length - 1]) + " " + bits(last[0]) + " "
                + Arrays.hashCode(first) + " " + Arrays.hashCode(last);
    }

    private static String order(long epoch, List<Augmentation> augmentations) {
        var examples = new Counted(10);
        Batches batches = Batches.shuffled(examples, Normalisation.NONE, augmentations, 4, 42, false);
        return IntStream.range(0, batches.perEpoch())
                .mapToObj(step ->
                        Arrays.toString(Flat.copy(batches.at(epoch, step).inputs())))
                .toList()
                .toString();
    }

    private static String indices(Examples examples) {
        return IntStream.range(0, examples.size())
                .mapToObj(examples::label)
                .toList()
                .toString();
    }

    private static String bits(double value) {
        return Double.toHexString(value);
    }

    /** Images of four pixels that hold their number. */
    private record Counted(int size) implements Examples {
        @Override
        public List<Long> shape() {
            return List.of(1L, 2L, 2L);
        }

        @Override
        public int label(int index) {
            return index;
        }

        @Override
        public void read(int index, float[] into, int offset) {
            Arrays.fill(into, offset, offset + 4, index);
        }

        @Override
        public String fingerprint() {
            return "counted";
        }
    }
}
