package org.espalier.engine.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.stage.Snapshots.Part;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.run.Parameterizations.Trained;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything that training changes of a network, at one moment: what snapshots and checkpoints keep. It shares no memory
 * with the network.
 *
 * @param layers what each layer computes
 * @param first the weights as they were first drawn, shared with the network: nobody changes them
 * @param weights what the network runs with
 * @param statistics what layers gathered, such as the running statistics of batch normalization
 * @param dormant values that dropped weights had
 * @param masks the masks in force
 * @param backward elements that receive a gradient, where those are not just the masks
 * @param parameterized the parameters that are not trained as they run, with their latent arrays
 * @param memory the optimizer's
 * @param clock epochs of the learning-rate schedule that have gone by
 */
record NetworkState(
        List<LayerView> layers,
        Map<ParamId, float[]> first,
        Map<ParamId, float[]> weights,
        Map<ParamId, float[]> statistics,
        Map<ParamId, float[]> dormant,
        MaskSet masks,
        MaskSet backward,
        Map<ParamId, Trained> parameterized,
        OptimizerMemory memory,
        double clock) {
    /** Copies the present state of a network. */
    static NetworkState of(LiveNetwork live) {
        var weights = new LinkedHashMap<ParamId, float[]>();
        live.ids().forEach(id -> weights.put(id, Flat.copy(live.network().weight(id))));
        var statistics = new LinkedHashMap<ParamId, float[]>();
        live.network().statistics().forEach((id, values) -> statistics.put(id, Flat.copy(values)));
        return new NetworkState(
                live.layers(),
                live.initial(),
                weights,
                statistics,
                copyOf(live.dormant()),
                live.masks(),
                live.backward(),
                copyOfTrained(live.parameterized()),
                live.memory().copy(),
                live.clock());
    }

    /** Brings everything back, bit for bit, to a network of the same graph. */
    void restore(LiveNetwork live) {
        restoreLayers(live);
        live.initial(first);
        replace(live.parameterized(), copyOfTrained(parameterized));
        replace(live.dormant(), copyOf(dormant));
        live.putMasks(masks, backward);
        weights.forEach((id, values) -> Flat.write(live.network().weight(id), values));
        restoreStatistics(live.network());
        live.memory().become(memory);
        live.clock(clock);
        live.changed();
    }

    /**
     * Brings parts back. Weights come under the masks in force, whose dead stay zero, and with them the values that weights
     * were first drawn with; an optimizer that is not brought back forgets.
     */
    void restore(LiveNetwork live, Set<Part> parts) {
        live.settleMasks();
        // Masks and parameterizations come first: weights are brought back under them.
        if (parts.contains(Part.MASKS)) {
            restoreMasks(live);
        }
        if (parts.contains(Part.PARAMETERIZATION)) {
            replace(live.parameterized(), copyOfTrained(parameterized));
        }
        if (parts.contains(Part.WEIGHTS)) {
            restoreWeights(live);
        }
        live.computeEffective();
        if (parts.contains(Part.OPTIMIZER)) {
            live.memory().become(memory);
            live.confineMemory();
        } else {
            live.memory().clear();
        }
        if (parts.contains(Part.LEARNING_RATE)) {
            live.clock(clock);
        }
        if (parts.contains(Part.LAYERS)) {
            restoreLayers(live);
        }
        live.changed();
    }

    /** Returns whether the network has these parameters, of these shapes: no layer was replaced by factors since. */
    boolean fits(LiveNetwork live) {
        return params(layers).equals(params(live.layers()));
    }

    private static List<ParamInfo> params(List<LayerView> layers) {
        return layers.stream().flatMap(layer -> layer.params().stream()).toList();
    }

    /** Brings everything back, and the layers that there were. */
    void restoreGraph(LiveNetwork live) {
        live.become(graph(live.inputShape()));
        restore(live);
    }

    /** Returns what the network computed. */
    Graph graph(List<Long> inputShape) {
        return new Graph(
                inputShape,
                layers.stream()
                        .map(layer -> new Graph.Node(layer.id(), layer.spec(), layer.inputs()))
                        .toList());
    }

    private void restoreLayers(LiveNetwork live) {
        Map<LayerId, LayerSpec> present =
                live.layers().stream().collect(Collectors.toMap(LayerView::id, LayerView::spec));
        for (LayerView layer : layers) {
            if (!layer.spec().equals(present.get(layer.id()))) {
                live.network().replaceSpec(layer.id(), layer.spec());
            }
        }
    }

    private void restoreMasks(LiveNetwork live) {
        MaskSet before = live.masks();
        live.putMasks(masks, backward);
        for (ParamInfo param : live.prunable()) {
            ParamId id = param.id();
            if (!live.parameterized().containsKey(id) && !before.get(id).equals(masks.get(id))) {
                Values.applyMask(live.network().weight(id), masks.get(id));
            }
        }
    }

    private void restoreWeights(LiveNetwork live) {
        live.initial(first);
        weights.forEach((id, values) -> {
            Trained kept = parameterized.get(id);
            float[] trained = kept == null ? values : Flat.copy(kept.latent().dense());
            live.putTrained(id, trained);
        });
        restoreStatistics(live.network());
        replace(live.dormant(), copyOf(dormant));
    }

    /** Writes what layers gathered into a network of the same graph. */
    void restoreStatistics(Network network) {
        network.statistics().forEach((id, present) -> {
            float[] values = statistics.get(id);
            if (values != null) {
                Flat.write(present, values);
            }
        });
    }

    private static <T> void replace(Map<ParamId, T> present, Map<ParamId, T> next) {
        present.clear();
        present.putAll(next);
    }

    private static Map<ParamId, float[]> copyOf(Map<ParamId, float[]> values) {
        var copy = new LinkedHashMap<ParamId, float[]>();
        values.forEach((id, own) -> copy.put(id, own.clone()));
        return copy;
    }

    private static Map<ParamId, Trained> copyOfTrained(Map<ParamId, Trained> trained) {
        var copy = new LinkedHashMap<ParamId, Trained>();
        trained.forEach((id, own) -> copy.put(id, own.with(copyOf(own.latent()))));
        return copy;
    }

    private static Latent copyOf(Latent latent) {
        var trainable = new LinkedHashMap<String, INDArray>();
        latent.trainable().forEach((name, values) -> trainable.put(name, values.dup('c')));
        return new Latent(latent.dense().dup('c'), trainable, latent.constant());
    }
}
