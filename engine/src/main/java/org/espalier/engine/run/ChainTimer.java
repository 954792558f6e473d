package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.espalier.api.budget.Timer;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Times chains of layers on this machine, each alone in a network of its own with random weights: the least median of some
 * bursts of forward passes, after some to warm up. What the first layer reads lies as it likes it, as it mostly does inside of a
 * network. Not for use by several threads at once.
 */
final class ChainTimer implements Timer {
    private static final int WARM_UP = 2;

    /** How long the first chain of some kinds of layers runs before it is timed: until its loops are compiled. */
    private static final long FIRST_WARM_UP = 1_500_000_000;

    private static final int BURSTS = 3;
    private static final int FEWEST = 2;
    private static final long ENOUGH = 6_000_000;

    private final Kernel kernel;
    private final Map<Timed, Double> known = new HashMap<>();
    private final Set<List<String>> warm = new HashSet<>();

    /** Takes what the run computes with. */
    ChainTimer(Kernel kernel) {
        this.kernel = kernel;
    }

    private record Timed(List<Long> inputShape, List<LayerSpec> chain, int batchSize) {}

    @Override
    public double milliseconds(List<Long> inputShape, List<LayerView> chain, int batchSize) {
        return known.computeIfAbsent(
                new Timed(
                        List.copyOf(inputShape),
                        chain.stream().map(LayerView::spec).toList(),
                        batchSize),
                this::time);
    }

    private double time(Timed what) {
        Network network = network(what);
        RandomGenerator random = RandomStreams.brief(1, 0, 0);
        network.params().forEach(param -> Flat.write(network.weight(param.id()), noise(random, param.size())));
        long[] shape = new long[what.inputShape().size() + 1];
        shape[0] = what.batchSize();
        Arrays.setAll(shape, i -> i == 0 ? shape[0] : what.inputShape().get(i - 1));
        long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        // What looks rows up reads whole numbers.
        boolean looksUp = what.chain().get(0).kind().equals("Gather");
        INDArray inputs = Flat.array(looksUp ? new float[Math.toIntExact(size)] : noise(random, size), shape);
        boolean first = warm.add(what.chain().stream().map(LayerSpec::kind).toList());
        var watch = new Watch(first ? FIRST_WARM_UP : 0);
        network.time(inputs, watch);
        return watch.least() / 1e6;
    }

    /** Takes passes to warm up, then bursts of passes. The least of the bursts' medians counts: what disturbs only adds. */
    private static final class Watch implements Predicate<long[]> {
        private final List<Long> burst = new ArrayList<>();
        private final long begun = System.nanoTime();
        private final long warmUp;
        private int passes;
        private int bursts;
        private long total;
        private long least = Long.MAX_VALUE;

        Watch(long warmUp) {
            this.warmUp = warmUp;
        }

        @Override
        public boolean test(long[] nanoseconds) {
            if (passes++ < WARM_UP || (bursts == 0 && burst.isEmpty() && System.nanoTime() - begun < warmUp)) {
                return true;
            }
            long time = Math.max(1, Arrays.stream(nanoseconds).sum());
            burst.add(time);
            total += time;
            if (burst.size() >= FEWEST && total >= ENOUGH) {
                Collections.sort(burst);
                least = Math.min(least, burst.get(burst.size() / 2));
                burst.clear();
                total = 0;
                bursts++;
            }
            return bursts < BURSTS;
        }

        double least() {
            return least;
        }
    }

    private Network network(Timed what) {
        var nodes = new ArrayList<Graph.Node>();
        LayerId before = NetworkView.INPUT;
        for (LayerSpec spec : what.chain()) {
            var id = new LayerId("timed" + nodes.size());
            nodes.add(new Graph.Node(id, spec, List.of(before)));
            before = id;
        }
        return new Network(new Graph(what.inputShape(), nodes), kernel, DataType.FLOAT);
    }

    private static float[] noise(RandomGenerator random, long size) {
        float[] values = new float[Math.toIntExact(size)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
