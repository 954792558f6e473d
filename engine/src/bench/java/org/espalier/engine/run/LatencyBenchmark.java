package org.espalier.engine.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.api.format.ModelImage;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.engine.format.Safetensors;
import org.espalier.engine.ledger.FlopBudget;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.graph.Graph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Times a network of which layers were replaced by factors beside the network that it was, in turns: each replaced layer, those
 * together, all convolutions and dense layers, and the whole, with what the FLOPs of convolutions and dense layers promise.
 */
final class LatencyBenchmark {
    private static final int ROUNDS = 5;
    /** Nanoseconds. */
    private static final long ROUND = 1_500_000_000;

    private LatencyBenchmark() {}

    /** Takes the model that was, the model that is, both with their graphs, and batch sizes. */
    public static void main(String[] arguments) throws IOException {
        ModelImage before = new Safetensors().read(Path.of(arguments[0]));
        ModelImage after = new Safetensors().read(Path.of(arguments[1]));
        for (String batch : List.of(arguments).subList(2, arguments.length)) {
            compare(before, after, Integer.parseInt(batch));
        }
    }

    private static void compare(ModelImage before, ModelImage after, int batch) {
        Passes was = new Passes(before);
        Passes is = new Passes(after);
        for (int round = 0; round <= ROUNDS; round++) {
            // The first round is to warm up.
            was.run(batch, round > 0);
            is.run(batch, round > 0);
        }
        Map<LayerId, List<LayerView>> chains = chains(after, before);
        var replaced = new double[4];
        var counted = new double[4];
        for (LayerView layer : before.layers()) {
            List<LayerView> chain = chains.getOrDefault(layer.id(), List.of());
            if (layer.params().isEmpty() || layer.spec().kind().equals("BatchNormalization") || chain.isEmpty()) {
                continue;
            }
            double[] line = {
                was.milliseconds(List.of(layer)), is.milliseconds(chain), flops(List.of(layer)), flops(chain)
            };
            add(line, counted);
            if (chain.size() > 1) {
                print(batch, layer.id().path(), line);
                add(line, replaced);
            }
        }
        print(batch, "replaced layers", replaced);
        print(batch, "all of their kind", counted);
        double[] all = {was.milliseconds(before.layers()), is.milliseconds(after.layers()), counted[2], counted[3]};
        print(batch, "whole network", all);
    }

    private static void add(double[] line, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += line[i];
        }
    }

    /** A network and how long its layers took. */
    private static final class Passes {
        private final ModelImage model;
        private final Network network;
        private final Map<LayerId, List<Long>> times = new HashMap<>();

        Passes(ModelImage model) {
            this.model = model;
            network = new Network(new Graph(
                    model.inputShape(),
                    model.layers().stream()
                            .map(layer -> new Graph.Node(layer.id(), layer.spec(), layer.inputs()))
                            .toList()));
            network.params().forEach(param -> network.weight(param.id())
                    .assign(model.tensors().get(param.id())));
            network.statistics()
                    .forEach((id, array) -> array.assign(model.tensors().get(id)));
        }

        void run(int batch, boolean counts) {
            long[] shape = new long[model.inputShape().size() + 1];
            shape[0] = batch;
            Arrays.setAll(shape, i -> i == 0 ? shape[0] : model.inputShape().get(i - 1));
            long end = System.nanoTime() + ROUND;
            network.time(Nd4j.rand(DataType.FLOAT, shape), nanoseconds -> {
                for (int i = 0; counts && i < nanoseconds.length; i++) {
                    times.computeIfAbsent(model.layers().get(i).id(), id -> new ArrayList<>())
                            .add(nanoseconds[i]);
                }
                return System.nanoTime() < end;
            });
        }

        /** Returns the sum of the layers' medians. */
        double milliseconds(List<LayerView> layers) {
            double sum = 0;
            for (LayerView layer : layers) {
                List<Long> sorted = times.getOrDefault(layer.id(), List.of()).stream()
                        .sorted()
                        .toList();
                sum += sorted.get(sorted.size() / 2) / 1e6;
            }
            return sum;
        }
    }

    private static void print(int batch, String name, double[] line) {
        double saved = 1 - line[1] / line[0];
        double promised = 1 - line[3] / line[2];
        System.out.printf(
                Locale.ROOT,
                "batch %3d  %-18s %8.3f ms to %8.3f ms, %6.1f %% less; FLOPs promise %5.1f %%: %4.0f %% of that%n",
                batch,
                name,
                line[0],
                line[1],
                100 * saved,
                100 * promised,
                100 * saved / promised);
    }

    private static double flops(List<LayerView> chain) {
        return new FlopBudget(1).cost((shape, layers, size) -> 0).cost(List.of(), chain);
    }

    /** Returns what stands in the place of each layer that was: it, and layers called after it. */
    private static Map<LayerId, List<LayerView>> chains(ModelImage after, ModelImage before) {
        Map<LayerId, LayerView> known =
                before.layers().stream().collect(Collectors.toMap(LayerView::id, layer -> layer));
        var chains = new LinkedHashMap<LayerId, List<LayerView>>();
        var open = new ArrayList<LayerView>();
        for (LayerView layer : after.layers()) {
            open.add(layer);
            if (known.containsKey(layer.id())) {
                chains.put(layer.id(), List.copyOf(open));
                open.clear();
            }
        }
        return chains;
    }
}
