package org.espalier.engine.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.api.format.ModelImage;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.engine.format.Safetensors;
import org.espalier.engine.kernel.Kernels;
import org.espalier.engine.ledger.FlopBudget;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Times a network of which layers were replaced by factors beside the network that it was: each replaced layer alone, and all
 * of those together, with what the FLOPs promise.
 */
final class LatencyBenchmark {
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
        var timer = new ChainTimer(Kernels.of(DataType.FLOAT));
        Map<LayerId, List<LayerView>> chains = chains(after, before);
        double[] sums = new double[4];
        for (LayerView layer : before.layers()) {
            List<LayerView> chain = chains.getOrDefault(layer.id(), List.of());
            if (layer.params().isEmpty()
                    || chain.isEmpty()
                    || chain.get(0).spec().equals(layer.spec())) {
                continue;
            }
            List<Long> shape = inputShape(before, layer);
            double[] line = {
                timer.milliseconds(shape, List.of(layer), batch),
                timer.milliseconds(shape, chain, batch),
                flops(List.of(layer)),
                flops(chain)
            };
            print(batch, layer.id().path(), line);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += line[i];
            }
        }
        print(batch, "replaced layers", sums);
    }

    private static void print(int batch, String name, double[] line) {
        double saved = 1 - line[1] / line[0];
        double promised = 1 - line[3] / line[2];
        System.out.printf(
                Locale.ROOT,
                "batch %3d  %-18s %8.3f ms to %8.3f ms, %5.1f %% less; FLOPs promise %5.1f %%: %4.0f %% of that%n",
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

    private static List<Long> inputShape(ModelImage model, LayerView layer) {
        return model.layers().stream()
                .filter(other -> other.id().equals(layer.inputs().get(0)))
                .findFirst()
                .map(LayerView::outputShape)
                .orElse(model.inputShape());
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
