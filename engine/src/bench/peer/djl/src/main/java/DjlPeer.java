import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;
import java.util.List;

/**
 * The libtorch side of measurements, through DJL: the networks of torch_peer.py and their training step (forward, backward, SGD
 * with momentum 0.9). Takes a model, a batch and seconds; prints one line of JSON as torch_peer.py does.
 * The script {@code peers} two folders up runs it in turns with Espalier, with OMP_NUM_THREADS=2.
 */
public final class DjlPeer {
    private DjlPeer() {}

    public static void main(String[] args) throws Exception {
        int batch = Integer.parseInt(args[1]);
        double seconds = args.length > 2 ? Double.parseDouble(args[2]) : 4;
        SequentialBlock network = new SequentialBlock();
        Shape input =
                switch (args[0]) {
                    case "mlp" -> {
                        add(network, linear(300), relu(), linear(100), relu(), linear(10));
                        yield new Shape(batch, 784);
                    }
                    case "lenet5" -> {
                        add(
                                network,
                                conv(20, 5, 1, 0, true),
                                pool(),
                                conv(50, 5, 1, 0, true),
                                pool(),
                                Blocks.batchFlattenBlock(),
                                linear(500),
                                relu(),
                                linear(10));
                        yield new Shape(batch, 1, 28, 28);
                    }
                    case "vgg" -> {
                        for (int channels : new int[] {32, 32, 0, 64, 64, 0, 128, 128, 0}) {
                            add(
                                    network,
                                    channels == 0
                                            ? new Block[] {pool()}
                                            : new Block[] {conv(channels, 3, 1, 1, true), relu()});
                        }
                        add(network, Blocks.batchFlattenBlock(), linear(256), relu(), linear(10));
                        yield new Shape(batch, 3, 32, 32);
                    }
                    case "resnet20" -> {
                        add(network, conv(16, 3, 1, 1, false), norm(), relu());
                        int in = 16;
                        for (int[] block : new int[][] {
                            {16, 1}, {16, 1}, {16, 1}, {32, 2}, {32, 1}, {32, 1}, {64, 2}, {64, 1}, {64, 1}
                        }) {
                            network.add(residual(block[0], block[1], block[1] != 1 || block[0] != in));
                            in = block[0];
                        }
                        add(network, Pool.globalAvgPool2dBlock(), linear(10));
                        yield new Shape(batch, 3, 32, 32);
                    }
                    case "lstm" -> {
                        add(
                                network,
                                LSTM.builder()
                                        .setStateSize(128)
                                        .setNumLayers(1)
                                        .optReturnState(false)
                                        .optBatchFirst(true)
                                        .build(),
                                new LambdaBlock(l -> new NDList(l.head().get(new NDIndex(":,-1")))),
                                linear(10));
                        yield new Shape(batch, 28, 28);
                    }
                    default -> throw new IllegalArgumentException("unknown model " + args[0]);
                };
        double[] samples = train(network, input, batch, seconds);
        System.out.printf(
                "{\"peer\": \"djl libtorch 2.7.1\", \"what\": \"train\", \"model\": \"%s\", \"batch\": %d, \"runs\":"
                        + " %d, \"median_s\": %.6f, \"min_s\": %.6f, \"max_s\": %.6f}%n",
                args[0], batch, samples.length, samples[samples.length / 2], samples[0], samples[samples.length - 1]);
        System.exit(0);
    }

    private static double[] train(Block network, Shape input, int batch, double seconds) {
        try (Model model = Model.newInstance("peer")) {
            model.setBlock(network);
            var config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                    .optOptimizer(Optimizer.sgd()
                            .setLearningRateTracker(Tracker.fixed(0.01f))
                            .optMomentum(0.9f)
                            .build());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(input);
                NDArray x = trainer.getManager().randomUniform(0, 1, input);
                NDArray y = trainer.getManager()
                        .randomInteger(0, 10, new Shape(batch), DataType.INT64)
                        .toType(DataType.FLOAT32, false);
                double[] samples = new double[100_000];
                int count = 0;
                long end = Long.MAX_VALUE;
                for (int i = 0; System.nanoTime() < end && count < samples.length; i++) {
                    long begin = System.nanoTime();
                    if (i == 10) {
                        end = begin + (long) (seconds * 1e9);
                    }
                    try (NDManager scope = trainer.getManager().newSubManager();
                            GradientCollector collector = trainer.newGradientCollector()) {
                        NDArray features = x.duplicate();
                        features.attach(scope);
                        NDList output = trainer.forward(new NDList(features));
                        NDArray loss = trainer.getLoss().evaluate(new NDList(y), output);
                        collector.backward(loss);
                        loss.getFloat();
                        output.close();
                        loss.close();
                    }
                    trainer.step();
                    if (i >= 10) {
                        samples[count++] = (System.nanoTime() - begin) / 1e9;
                    }
                }
                double[] sorted = Arrays.copyOf(samples, count);
                Arrays.sort(sorted);
                return sorted;
            }
        }
    }

    private static void add(SequentialBlock network, Block... blocks) {
        for (Block block : blocks) {
            network.add(block);
        }
    }

    private static Block residual(int channels, int stride, boolean project) {
        SequentialBlock main = new SequentialBlock();
        add(main, conv(channels, 3, stride, 1, false), norm(), relu(), conv(channels, 3, 1, 1, false), norm());
        SequentialBlock projection = new SequentialBlock();
        if (project) {
            add(projection, conv(channels, 1, stride, 0, false), norm());
        }
        return new ParallelBlock(
                l -> new NDList(NDArrays.add(l.get(0).head(), l.get(1).head())
                        .getNDArrayInternal()
                        .relu()),
                List.of(main, project ? projection : Blocks.identityBlock()));
    }

    private static Block conv(int filters, int kernel, int stride, int padding, boolean bias) {
        return Conv2d.builder()
                .setKernelShape(new Shape(kernel, kernel))
                .setFilters(filters)
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(padding, padding))
                .optBias(bias)
                .build();
    }

    private static Block linear(int units) {
        return Linear.builder().setUnits(units).build();
    }

    private static Block norm() {
        return BatchNorm.builder().build();
    }

    private static Block relu() {
        return Activation.reluBlock();
    }

    private static Block pool() {
        return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
    }
}
