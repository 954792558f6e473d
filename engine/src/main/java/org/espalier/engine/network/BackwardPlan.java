package org.espalier.engine.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The way back through a network for batches of one size: which gradients are wanted, where each lies, and how those of
 * several readers add up. Memory is used again as soon as a gradient has been read for the last time, and where a layer
 * hands its gradient on unchanged, or can work in place, no memory is taken at all.
 */
final class BackwardPlan {
    private final Topology wiring;
    private final ForwardPlan plan;
    private final Kernel kernel;
    private final boolean[] trained;
    private final List<Step> steps = new ArrayList<>();
    private final Value start;

    /** The way back through one layer. */
    private record Step(int layer, Value atOutput, List<@Nullable Value> atInputs, List<Edge> edges) {}

    /**
     * What remains to be done for one input when the layer is done.
     *
     * @param from what the layer gave
     * @param to the gradient at the input
     * @param adds whether it is added to what is there; else it is copied
     */
    private record Edge(Value from, Value to, boolean adds) {}

    /**
     * Lays the way out.
     *
     * @param trained for each layer whether its parameters get gradients
     */
    BackwardPlan(Topology wiring, ForwardPlan plan, boolean[] trained, Kernel kernel, DataType type) {
        this.wiring = wiring;
        this.plan = plan;
        this.kernel = kernel;
        this.trained = trained.clone();
        boolean[] wanted = wanted();
        var memory = new ActivationAllocator(type, wiring.shapes().size());
        int last = wiring.layers().size();
        start = memory.take(last, plan.value(last).shape());
        for (int i = last - 1; i >= 0; i--) {
            if (wanted[i + 1] && memory.has(i + 1)) {
                steps.add(lay(i, wanted, memory));
            }
            memory.release(i + 1);
        }
    }

    /** Returns for everything that flows whether the gradient there is wanted: whether anything below it is trained. */
    private boolean[] wanted() {
        boolean[] wanted = new boolean[wiring.shapes().size()];
        for (int i = 0; i < trained.length; i++) {
            wanted[i + 1] = trained[i] || wiring.sources().get(i).stream().anyMatch(source -> wanted[source]);
        }
        return wanted;
    }

    private Step lay(int layer, boolean[] wanted, ActivationAllocator memory) {
        Layer.Memory kind = wiring.layers().get(layer).memory();
        Value atOutput = memory.get(layer + 1);
        var atInputs = new ArrayList<@Nullable Value>();
        var edges = new ArrayList<Edge>();
        List<Value> temporary = new ArrayList<>();
        for (int source : wiring.sources().get(layer)) {
            if (!wanted[source]) {
                atInputs.add(null);
                continue;
            }
            long[] shape = plan.value(source).shape();
            boolean first = !memory.has(source);
            boolean passed = kind == Layer.Memory.SUM || kind == Layer.Memory.RESHAPED;
            if (first && (passed || kind == Layer.Memory.IN_PLACE) && mayShare(layer, source, kind, memory)) {
                atInputs.add(memory.share(layer + 1, source, shape));
                continue;
            }
            Value sum = first ? memory.take(source, shape) : memory.get(source);
            if (passed) {
                edges.add(new Edge(atOutput.reshaped(shape), sum, !first));
                atInputs.add(sum);
            } else if (first) {
                atInputs.add(sum);
            } else {
                Value own = memory.lend(shape);
                temporary.add(own);
                edges.add(new Edge(own, sum, true));
                atInputs.add(own);
            }
        }
        temporary.forEach(memory::giveBack);
        return new Step(layer, atOutput, Collections.unmodifiableList(atInputs), edges);
    }

    /**
     * Returns whether the gradient at an input can lie where that at the layer's output lies. Others whose gradients lie
     * there too must not be disturbed: by what this layer writes if it works in place, and by what other readers of the
     * input add before they have been read.
     */
    private boolean mayShare(int layer, int source, Layer.Memory kind, ActivationAllocator memory) {
        List<Integer> others = memory.sharing(layer + 1).stream()
                .filter(number -> number != layer + 1)
                .toList();
        if (kind == Layer.Memory.IN_PLACE) {
            return others.isEmpty();
        }
        List<Integer> sources = wiring.sources().get(layer);
        if (Collections.frequency(sources, source) > 1
                || others.stream().anyMatch(other -> nextAddition(other, layer) >= 0)) {
            return false;
        }
        int addition = nextAddition(source, layer);
        return others.stream().allMatch(other -> other - 1 >= addition);
    }

    /** Returns the next layer on the way back, after {@code layer}, that adds to a gradient; −1 if none does. */
    private int nextAddition(int number, int layer) {
        IntStream readers = wiring.readers(number).stream().mapToInt(reader -> reader);
        return readers.filter(reader -> reader < layer).max().orElse(-1);
    }

    /** Returns where the gradient at the network's output goes. */
    Value start() {
        return start;
    }

    /** Goes back through all layers. */
    void go() {
        for (Step step : steps) {
            LayerContext pass = plan.pass(step.layer);
            pass.backwardTo(step.atOutput, step.atInputs, trained[step.layer]);
            Layer layer = wiring.layers().get(step.layer);
            if (layer.memory() != Layer.Memory.SUM && layer.memory() != Layer.Memory.RESHAPED) {
                layer.backward(pass);
            }
            for (Edge edge : step.edges) {
                if (edge.adds) {
                    kernel.add(edge.from, edge.to, edge.to);
                } else {
                    kernel.copy(edge.from, edge.to);
                }
            }
        }
    }
}
