package org.espalier.engine.network;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.score.Instruments;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.SparseKernel;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.network.channel.Couplings;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.graph.Inputs;
import org.espalier.engine.network.initializer.Initializer;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;
import org.espalier.engine.network.layer.Param;
import org.espalier.engine.network.layer.Shapes;
import org.espalier.engine.network.layer.SparseParam;
import org.espalier.engine.network.layer.Statistic;
import org.espalier.engine.network.operator.Operators;
import org.espalier.engine.network.operator.RecurrentLayer;
import org.espalier.engine.random.RandomStreams;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that computes: a graph with its effective weights, forward and backward. It knows no optimizer and no
 * loss; whoever trains it writes its weights in place, and keeps zero what is masked.
 *
 * <p>Arrays that it returns are its own, in c order and of its type. Weights and gradients are always the same arrays, but must be
 * asked for again after each step: where few weights are alive, they are brought up to date only then. Outputs are valid until the
 * next forward pass. Memory is planned for each batch size that occurs and kept for the last few, so that a step
 * allocates no arrays. Not for use by several threads at once.
 */
public final class Network {
    private static final int KEPT_PLANS = 4;

    private final Kernel kernel;
    private final DataType type;
    private final Map<ParamId, Param> params = new LinkedHashMap<>();
    private final Map<ParamId, INDArray> statistics = new LinkedHashMap<>();
    private final Map<Long, Plans> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Plans> eldest) {
            return size() > KEPT_PLANS;
        }
    };

    private Graph graph;
    private Topology wiring;
    private Set<LayerId> frozen = Set.of();
    private long lastBatch;

    /** Whether a forward pass is one of training. */
    public enum Mode {
        /** Layers with random decisions, such as dropout, take them. */
        TRAIN,
        /** The same input always gives the same output; gradients are those of all weights, whatever is masked. */
        INFER,
        /** As {@code INFER}, but nothing is kept for a way back, which takes less memory and time. */
        PREDICT
    }

    /**
     * Makes a network of floats on this machine's fastest kernel, all weights zero.
     *
     * @throws IllegalArgumentException when a layer does not fit what it reads, or its operator is not there; names it
     */
    public Network(Graph graph) {
        this(graph, Kernels.of(DataType.FLOAT), DataType.FLOAT);
    }

    /**
     * Makes a network, all weights zero.
     *
     * @param kernel what it computes with
     * @param type {@code FLOAT}, or {@code DOUBLE} where the kernel has it
     * @throws IllegalArgumentException when a layer does not fit what it reads, or its operator is not there; names it
     */
    public Network(Graph graph, Kernel kernel, DataType type) {
        this.kernel = requireNonNull(kernel, "kernel is null");
        this.type = requireNonNull(type, "type is null");
        this.graph = requireNonNull(graph, "graph is null");
        wiring = Topology.of(graph);
        for (Layer layer : wiring.layers()) {
            for (ParamInfo info : layer.params()) {
                params.put(info.id(), new Param(info, zeros(info), zeros(info)));
            }
            for (Statistic statistic : layer.statistics()) {
                statistics.put(statistic.info().id(), zeros(statistic.info()).assign(statistic.start()));
            }
        }
    }

    /**
     * Returns the parameters that a network of a graph has, without making any.
     *
     * @throws IllegalArgumentException when a layer does not fit what it reads, or its operator is not there; names it
     */
    public static List<ParamInfo> paramsOf(Graph graph) {
        return Topology.of(graph).layers().stream()
                .flatMap(layer -> layer.params().stream())
                .toList();
    }

    /** Returns what it computes. */
    public Graph graph() {
        return graph;
    }

    /** Returns the type of all its arrays. */
    public DataType type() {
        return type;
    }

    /** Returns all layers, each after the layers it reads. */
    public List<LayerView> layers() {
        var views = new ArrayList<LayerView>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            Graph.Node node = graph.nodes().get(i);
            Layer layer = wiring.layers().get(i);
            views.add(new LayerView(node.id(), node.spec(), layer.params(), node.inputs(), layer.outputShape()));
        }
        return List.copyOf(views);
    }

    /** Returns the shape of one example, without the batch axis. */
    public List<Long> inputShape() {
        return graph.inputShape();
    }

    /** Returns the shape of the output for one example. */
    public List<Long> outputShape() {
        return wiring.shapes().get(wiring.shapes().size() - 1);
    }

    /** Returns every parameter, layer by layer. */
    public List<ParamInfo> params() {
        return params.values().stream().map(Param::info).toList();
    }

    /**
     * Returns a parameter's effective weights: the memory that the network runs with, to be written in place.
     *
     * @throws IllegalArgumentException when the network has no such parameter
     */
    public INDArray weight(ParamId id) {
        return param(id).weight();
    }

    /**
     * Returns where {@link #backward} writes the gradient at a parameter; zero for parameters of frozen layers.
     *
     * @throws IllegalArgumentException when the network has no such parameter
     */
    public INDArray gradient(ParamId id) {
        return param(id).gradient();
    }

    /**
     * Says that what a mask has not alive holds zero and wants no gradient, for as long as this is in force; layers may then run
     * by the rest alone, where that is faster.
     *
     * @param mask of the parameter's shape, null for none
     * @throws IllegalArgumentException when the network has no such parameter, or the mask has another shape
     */
    public void restrict(ParamId id, @Nullable Mask mask) {
        ParamInfo info = param(id).info();
        if (mask != null && !mask.shape().equals(info.shape())) {
            throw new IllegalArgumentException(
                    "a mask of shape " + mask.shape() + " does not fit '" + id + "' of shape " + info.shape());
        }
        if (!Objects.equals(param(id).mask(), mask)) {
            param(id).restrict(mask, mask == null ? Optional.empty() : sparsely(info, mask));
        }
    }

    private Optional<SparseKernel> sparsely(ParamInfo info, Mask mask) {
        Layer layer = wiring.layers().get(index(info.id().layer()));
        return kernel.sparse().filter(sparse -> mask.alive() > 0 && layer.runsSparsely(info, mask.density(), sparse));
    }

    /**
     * Returns the living elements of a parameter, where the network may run by them alone; empty when it runs by all. Whatever a
     * backward pass wrote, the gradient there is that of living elements.
     *
     * @throws IllegalArgumentException when the network has no such parameter
     */
    public Optional<SparseParam> sparse(ParamId id) {
        return Optional.ofNullable(param(id).sparse());
    }

    /**
     * Returns what layers gather while they train, such as the running statistics of batch normalization: the memory that
     * the network runs with, to be written in place.
     */
    public Map<ParamId, INDArray> statistics() {
        return Collections.unmodifiableMap(statistics);
    }

    /** Returns the channels that can only be removed together; see {@link CouplingGroup}. */
    public List<CouplingGroup> couplings() {
        return Couplings.of(layers(), inputShape());
    }

    /**
     * Draws all weights anew, and biases if the initializer does; other parameters of one axis and statistics become what their layer
     * starts from: biases zero, scales one.
     *
     * @param random gives each parameter its own stream of random numbers
     */
    public void initialize(Initializer initializer, Function<ParamId, RandomGenerator> random) {
        List<LayerView> views = layers();
        for (int i = 0; i < views.size(); i++) {
            Layer layer = wiring.layers().get(i);
            for (ParamInfo info : layer.params()) {
                if (isDrawn(info, layer, initializer)) {
                    draw(initializer, views.get(i), info, random.apply(info.id()));
                } else {
                    weight(info.id()).assign(layer.start(info));
                }
            }
            for (Statistic statistic : layer.statistics()) {
                statistic(statistic.info().id()).assign(statistic.start());
            }
        }
    }

    /** Biases are the parameters of one axis in layers that have weights; scales and shifts stand without. */
    private static boolean isDrawn(ParamInfo info, Layer layer, Initializer initializer) {
        return info.shape().size() > 1
                || (initializer.biases()
                        && layer.params().stream()
                                .anyMatch(param -> param.shape().size() > 1));
    }

    private void draw(Initializer initializer, LayerView layer, ParamInfo info, RandomGenerator random) {
        float[] drawn = initializer.draw(layer, info, random);
        if (drawn.length != info.size()) {
            throw new IllegalStateException(initializer + " drew " + drawn.length + " values for '" + info.id()
                    + "', which has " + info.size());
        }
        weight(info.id()).assign(Flat.array(drawn, info));
    }

    /**
     * Estimates what layers gather while they train anew: the mean of what each batch gives. Nothing else of the network
     * changes, and layers that take random decisions take none.
     *
     * @param inputs one batch after the other, each {@code [batch, …shape of one example]}
     */
    public void recalibrate(List<INDArray> inputs) {
        for (int batch = 0; batch < inputs.size(); batch++) {
            ForwardPlan plan = begin(inputs.get(batch), Mode.INFER);
            for (int i = 0; i < wiring.layers().size(); i++) {
                LayerContext pass = plan.pass(i);
                pass.recalibrateAs(!wiring.layers().get(i).random(), 1.0 / (batch + 1));
                wiring.layers().get(i).forward(pass);
            }
        }
    }

    /**
     * Changes what a layer computes, keeping its weights: a dropout ratio, say.
     *
     * @throws IllegalArgumentException when there is no such layer, or when it would have other parameters or give another
     *     shape
     */
    public void replaceSpec(LayerId id, LayerSpec spec) {
        int at = index(id);
        Layer present = wiring.layers().get(at);
        List<List<Long>> read =
                wiring.sources().get(at).stream().map(wiring.shapes()::get).toList();
        Layer replacement = Operators.make(id, spec, read);
        if (!replacement.params().equals(present.params())
                || !replacement.outputShape().equals(present.outputShape())) {
            throw Shapes.problem(
                    id,
                    spec,
                    "it cannot replace " + graph.nodes().get(at).spec()
                            + ", because its parameters or the shape of its output would change");
        }
        var nodes = new ArrayList<>(graph.nodes());
        nodes.set(at, new Graph.Node(id, spec, nodes.get(at).inputs()));
        graph = new Graph(graph.inputShape(), nodes);
        wiring = Topology.of(graph);
        plans.clear();
    }

    /**
     * Names the layers whose parameters do not move, in place of those named before: their gradients are set to zero now
     * and not computed any more, nor is anything below the lowest other layer.
     *
     * @throws IllegalArgumentException when there is no such layer
     */
    public void setFrozen(Set<LayerId> layerIds) {
        layerIds.forEach(this::index);
        if (!frozen.equals(layerIds)) {
            frozen = Set.copyOf(layerIds);
            plans.values().forEach(Plans::forgetWayBack);
        }
        params.values().stream()
                .filter(param -> frozen.contains(param.info().id().layer()))
                .forEach(param -> param.gradient().assign(0));
    }

    /** Returns the layers whose parameters do not move. */
    public Set<LayerId> frozen() {
        return frozen;
    }

    /** Runs forward and returns the output, {@code [batch, …]}, valid until the next forward pass. */
    public INDArray forward(INDArray inputs, Mode mode, RandomGenerator random) {
        ForwardPlan plan = begin(inputs, mode);
        for (int i = 0; i < wiring.layers().size(); i++) {
            forward(plan, i, mode, random);
        }
        return plan.output(kernel);
    }

    /**
     * Runs forward and shows every layer's first input and its output.
     *
     * @param inputs {@code [batch, …shape of one example]}; copied, so that the caller may change it at once
     * @param mode whether layers take random decisions
     * @param random where decisions are drawn from; untouched unless a layer takes any
     * @param tap sees the layers in turn
     * @return the output, {@code [batch, …]}, valid until the next forward pass
     * @throws IllegalArgumentException when the inputs have another shape
     */
    public INDArray forward(INDArray inputs, Mode mode, RandomGenerator random, Instruments.Tap tap) {
        ForwardPlan plan = begin(inputs, mode == Mode.PREDICT ? Mode.INFER : mode);
        for (int i = 0; i < wiring.layers().size(); i++) {
            INDArray input = plan.pass(i).input().array().dup('c');
            forward(plan, i, mode, random);
            LayerId id = graph.nodes().get(i).id();
            tap.seen(id, input, plan.pass(i).output().array().dup('c'));
            if (wiring.layers().get(i) instanceof RecurrentLayer recurrent) {
                LayerContext pass = plan.pass(i);
                tap.seenStates(id, () -> recurrent.statesBefore(pass));
            }
        }
        return plan.output(kernel);
    }

    /**
     * Predicts again and again, and shows how long each layer took. Inputs stay in the layout that the first layers like and outputs
     * in that of the last ones, as inside of a larger network.
     *
     * @param inputs {@code [batch, …shape of one example]}
     * @param more takes the nanoseconds of each layer in one pass, and says whether there is to be another
     */
    public void time(INDArray inputs, Predicate<long[]> more) {
        ForwardPlan plan = begin(inputs, Mode.PREDICT);
        var unused = RandomStreams.unused();
        long[] nanoseconds = new long[wiring.layers().size()];
        do {
            for (int i = 0; i < nanoseconds.length; i++) {
                long start = System.nanoTime();
                forward(plan, i, Mode.PREDICT, unused);
                nanoseconds[i] = System.nanoTime() - start;
            }
        } while (more.test(nanoseconds.clone()));
    }

    private ForwardPlan begin(INDArray inputs, Mode mode) {
        Plans memory = plans(inputs);
        ForwardPlan plan = mode == Mode.PREDICT ? memory.there() : memory.thereAndBack();
        lastBatch = mode == Mode.PREDICT ? 0 : inputs.size(0);
        Inputs.copy(inputs, plan.value(0).overwrite(), kernel);
        return plan;
    }

    private void forward(ForwardPlan plan, int index, Mode mode, RandomGenerator random) {
        Layer layer = wiring.layers().get(index);
        LayerContext pass = plan.pass(index);
        boolean training = mode == Mode.TRAIN;
        pass.forwardAs(training, mode != Mode.INFER, training && layer.random() ? random.nextLong() : 0);
        layer.forward(pass);
    }

    /**
     * Runs backward through the last forward pass, of training or inference. Gradients at the parameters are overwritten, not
     * added up.
     *
     * @param gradientAtOutput of the shape of the output; unchanged
     * @throws IllegalStateException when there was no forward pass
     * @throws IllegalArgumentException when the gradient has another shape than the output
     */
    public void backward(INDArray gradientAtOutput) {
        Plans present = plans.get(lastBatch);
        if (present == null) {
            throw new IllegalStateException("backward needs a forward pass before it, and not one that only predicts");
        }
        BackwardPlan wayBack = present.wayBack();
        if (!Arrays.equals(gradientAtOutput.shape(), wayBack.start().shape())) {
            throw new IllegalArgumentException("the gradient has shape " + Arrays.toString(gradientAtOutput.shape())
                    + " but the output " + Arrays.toString(wayBack.start().shape()));
        }
        Inputs.copy(gradientAtOutput, wayBack.start().overwrite(), kernel);
        wayBack.go();
    }

    /** The memory for batches of one size; each is made when it is first needed. */
    private final class Plans {
        private final long batch;
        private @Nullable ForwardPlan thereAndBack;
        private @Nullable ForwardPlan there;
        private @Nullable BackwardPlan wayBack;

        Plans(long batch) {
            this.batch = batch;
        }

        ForwardPlan thereAndBack() {
            ForwardPlan present = thereAndBack;
            if (present == null) {
                present = ForwardPlan.thereAndBack(batch, wiring, params, statistics, kernel, type);
                thereAndBack = present;
            }
            return present;
        }

        ForwardPlan there() {
            ForwardPlan present = there;
            if (present == null) {
                present = ForwardPlan.there(batch, wiring, params, statistics, kernel, type);
                there = present;
            }
            return present;
        }

        BackwardPlan wayBack() {
            BackwardPlan present = wayBack;
            if (present == null) {
                boolean[] trained = new boolean[wiring.layers().size()];
                for (int i = 0; i < trained.length; i++) {
                    trained[i] = !wiring.layers().get(i).params().isEmpty()
                            && !frozen.contains(graph.nodes().get(i).id());
                }
                present = new BackwardPlan(wiring, thereAndBack(), trained, kernel, type);
                wayBack = present;
            }
            return present;
        }

        void forgetWayBack() {
            wayBack = null;
        }
    }

    /** Returns a network of its own memory that computes the same. */
    public Network copy() {
        Network copy = new Network(graph, kernel, type);
        params.forEach((id, param) -> copy.weight(id).assign(param.weight()));
        statistics.forEach((id, values) -> copy.statistic(id).assign(values));
        copy.setFrozen(frozen);
        return copy;
    }

    private Plans plans(INDArray inputs) {
        long[] shape = inputs.shape();
        if (shape.length != inputShape().size() + 1
                || shape[0] < 1
                || !Arrays.equals(shape, Shapes.batched(shape[0], inputShape()))) {
            throw new IllegalArgumentException("the network needs inputs of shape [batch, "
                    + inputShape().toString().substring(1) + " but got " + Arrays.toString(shape));
        }
        return plans.computeIfAbsent(shape[0], Plans::new);
    }

    private INDArray statistic(ParamId id) {
        INDArray values = statistics.get(id);
        if (values == null) {
            throw new IllegalArgumentException(
                    "the network has no statistic '" + id + "'. It has " + statistics.keySet() + ".");
        }
        return values;
    }

    private int index(LayerId id) {
        for (int i = 0; i < graph.nodes().size(); i++) {
            if (graph.nodes().get(i).id().equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException("the network has no layer '" + id + "'. It has "
                + graph.nodes().stream().map(Graph.Node::id).toList() + ".");
    }

    private Param param(ParamId id) {
        Param param = params.get(id);
        if (param == null) {
            throw new IllegalArgumentException(
                    "the network has no parameter '" + id + "'. It has " + params.keySet() + ".");
        }
        return param;
    }

    private INDArray zeros(ParamInfo info) {
        return Nd4j.create(type, info.shapeArray(), 'c');
    }
}
