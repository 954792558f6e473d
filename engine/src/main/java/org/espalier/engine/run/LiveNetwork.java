package org.espalier.engine.run;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.mask.Glob;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskChange;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.mask.MaskStore;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.channel.Connectivity;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.run.Parameterizations.Trained;
import org.espalier.engine.surgery.ChainComposition;
import org.espalier.engine.surgery.LayerReplacement;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The network of a run with everything that training it needs: masks, parameterizations, the optimizer's memory.
 *
 * <p>Under hard masks, the usual case, the network's own buffers are what is trained: masked positions hold zero, and
 * the values that dropped weights had are kept aside. A parameter with a {@link Parameterization} has latent arrays of
 * its own, from which the network's buffer is computed before each step.
 */
final class LiveNetwork implements NetworkView {
    private Network network;
    private final Map<ParamId, ParamInfo> infos = new LinkedHashMap<>();
    private MaskStore store;
    private final CommitRules rules;
    private final Consumer<String> warnings;
    private final OptimizerMemory memory = new OptimizerMemory();
    private Map<ParamId, float[]> initial = Map.of();
    private final Map<ParamId, float[]> dormant = new LinkedHashMap<>();
    private final Parameterizations parameterizations = new Parameterizations();
    private MaskSet backward = MaskSet.none();
    /** What the user was last warned of. */
    private Connectivity told = Connectivity.WHOLE;

    private double clock;
    private long version;
    /** The version of the masks that the network knows. */
    private long restricted = -1;

    private boolean replaced;

    /** Takes a network whose weights were drawn. */
    LiveNetwork(Network network, CommitRules rules, Consumer<String> warnings) {
        this.network = network;
        this.rules = rules;
        this.warnings = warnings;
        network.params().forEach(param -> infos.put(param.id(), param));
        this.store = new MaskStore(prunable(), rules);
        rememberInitial();
    }

    /** Returns the network, which knows the masks of what is trained as it runs. */
    Network network() {
        if (restricted != store.version()) {
            restrict();
        }
        return network;
    }

    private void restrict() {
        for (ParamInfo param : prunable()) {
            ParamId id = param.id();
            boolean whole =
                    replaced || parameterizations.has(id) || backward.byId().containsKey(id);
            network.restrict(id, whole ? null : store.masks().get(id));
        }
        restricted = store.version();
    }

    /**
     * Says whether weights are replaced for the moment, by such as are not zero where they are masked.
     *
     * @return whether they were before
     */
    boolean replaced(boolean now) {
        boolean before = replaced;
        replaced = now;
        restrict();
        return before;
    }

    OptimizerMemory memory() {
        return memory;
    }

    MaskSet masks() {
        settleMasks();
        return store.masks();
    }

    /** Makes the masks that follow from latent arrays, before anything about those arrays changes. */
    void settleMasks() {
        parameterizations.settle(store);
    }

    /** Returns how many weights masks may cover. */
    long prunableSize() {
        return prunable().stream().mapToLong(ParamInfo::size).sum();
    }

    /** Returns the share of prunable weights that are alive, in [0, 1]. */
    double density() {
        return parameterizations.density(store.masks());
    }

    /** Returns the elements of a parameter that receive a gradient. */
    Mask backward(ParamId id) {
        return backward.byId().getOrDefault(id, store.masks().get(id));
    }

    /** Returns the elements of a parameter, trained as it runs, that receive a gradient: none that is masked. */
    Mask receiving(ParamId id) {
        Mask own = backward.byId().get(id);
        Mask alive = store.masks().get(id);
        return own == null ? alive : own.and(alive);
    }

    /** Returns the parameters that are not trained as they run, and what is trained in their place. */
    Map<ParamId, Trained> parameterized() {
        return parameterizations.trained();
    }

    /** Returns how many epochs of the present learning-rate schedule have gone by. */
    double clock() {
        return clock;
    }

    void clock(double epochs) {
        clock = epochs;
    }

    /** Returns a number that rises whenever weights or masks change: what was measured before is then void. */
    long version() {
        return version;
    }

    void changed() {
        version++;
    }

    /** Returns the names of all parameters. */
    Set<ParamId> ids() {
        return infos.keySet();
    }

    // ---- looking

    @Override
    public List<LayerView> layers() {
        return network.layers();
    }

    @Override
    public List<Long> inputShape() {
        return network.inputShape();
    }

    @Override
    public List<ParamInfo> params() {
        return List.copyOf(infos.values());
    }

    @Override
    public ParamInfo param(ParamId id) {
        return Optional.ofNullable(infos.get(id))
                .orElseThrow(() -> new IllegalArgumentException(
                        "the network has no parameter '" + id + "'; it has " + infos.keySet()));
    }

    @Override
    public INDArray latent(ParamId id) {
        Trained trained = parameterized().get(id);
        if (trained != null) {
            return trained.latent().dense();
        }
        float[] aside = dormant.get(id);
        if (aside == null) {
            return network.weight(id);
        }
        INDArray latent = network.weight(id).dup('c');
        float[] values = Flat.copy(latent);
        Values.forEachDead(masks().get(id), i -> values[(int) i] = aside[(int) i]);
        Flat.write(latent, values);
        return latent;
    }

    @Override
    public INDArray effective(ParamId id) {
        return network.weight(id);
    }

    @Override
    public Map<String, INDArray> extras(ParamId id) {
        Trained trained = parameterized().get(id);
        if (trained == null) {
            return Map.of();
        }
        var extras = new LinkedHashMap<>(trained.latent().trainable());
        extras.putAll(trained.latent().constant());
        return extras;
    }

    @Override
    public List<CouplingGroup> couplings() {
        return network.couplings();
    }

    /** Returns everything that the network runs with, its own arrays: effective weights, then state tensors. */
    Tensors running() {
        var all = new LinkedHashMap<ParamId, INDArray>();
        infos.keySet().forEach(id -> all.put(id, network.weight(id)));
        all.putAll(network.statistics());
        return new Tensors(all);
    }

    // ---- changing

    /** Checks a revision, puts it in force, and sets what it dropped and grew. */
    MaskChange commit(Revision revision) {
        settleMasks();
        MaskChange change = store.commit(revision);
        backward = revision.backward();
        setWeights(revision.weights());
        for (ParamInfo param : prunable()) {
            settle(param, change.dropped().get(param.id()), change.grown().get(param.id()), revision);
        }
        computeEffective();
        warn(Connectivity.of(this, masks()));
        changed();
        return change;
    }

    /** Says what got worse; policies that revise masks every few steps would else say the same again and again. */
    private void warn(Connectivity now) {
        List<String> news = now.messages(told);
        news.forEach(warnings);
        if (!news.isEmpty() || 2 * now.deadUnits() < told.deadUnits()) {
            told = now;
        }
    }

    private void settle(ParamInfo param, Mask dropped, Mask grown, Revision revision) {
        if (dropped.alive() == 0 && grown.alive() == 0) {
            return;
        }
        ParamId id = param.id();
        boolean parameterized = parameterizations.has(id);
        // Under hard masks a momentum that was kept would move weights that must stay zero.
        if (!parameterized || !revision.keepsSlots()) {
            memory.clear(id.toString(), dropped.or(grown));
        }
        if (parameterized) {
            admit(param, grown, revision.start());
            return;
        }
        INDArray weight = network.weight(id);
        float[] values = Flat.copy(weight);
        float[] aside = dormant.computeIfAbsent(id, key -> new float[values.length]);
        dropped.forEachAlive(i -> {
            aside[(int) i] = values[(int) i];
            values[(int) i] = 0;
        });
        float[] first = initialOf(id);
        grown.forEachAlive(i -> values[(int) i] = switch (revision.start()) {
            case ZERO -> 0;
            case INITIAL -> first[(int) i];
            case KEPT -> aside[(int) i];
        });
        Flat.write(weight, values);
    }

    private void admit(ParamInfo param, Mask grown, GrowthStart start) {
        if (grown.alive() == 0 || start == GrowthStart.KEPT) {
            return;
        }
        INDArray values = network.weight(param.id()).ulike().assign(0);
        if (start == GrowthStart.INITIAL) {
            Flat.write(values, initialOf(param.id()));
        }
        parameterizations.admit(param, grown, values);
    }

    private float[] initialOf(ParamId id) {
        float[] values = initial.get(id);
        if (values == null) {
            throw new IllegalStateException("no initial values of " + id);
        }
        return values;
    }

    /** Replaces latent weights and state tensors; masked positions of parameters under hard masks stay zero. */
    void setWeights(Tensors latent) {
        latent.byId().forEach((id, values) -> {
            INDArray statistic = network.statistics().get(id);
            if (statistic != null) {
                requireShape(id, longs(statistic.shape()), values);
                Values.copy(values.dup('c'), statistic);
                return;
            }
            requireShape(id, param(id).shape(), values);
            putTrained(id, Flat.copy(values));
        });
        computeEffective();
        changed();
    }

    private static void requireShape(ParamId id, List<Long> shape, INDArray values) {
        if (!shape.equals(longs(values.shape()))) {
            throw new IllegalArgumentException(
                    "weights of '" + id + "' must be of shape " + shape + " but are " + longs(values.shape()));
        }
    }

    /** Estimates the running statistics of batch normalization anew; see {@link Network#recalibrate}. */
    void recalibrate(List<INDArray> inputs) {
        computeEffective();
        network.recalibrate(inputs);
        changed();
    }

    private static List<Long> longs(long[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }

    /**
     * Replaces a layer, or matrices of it, by factors. Other parameters keep weights, masks and parameterization; the optimizer
     * forgets, and snapshots that were taken before no longer fit.
     *
     * @throws IllegalArgumentException when the factors do not fit the layer; nothing has changed then
     */
    void replace(LayerId layer, Factorization factorization) {
        put(LayerReplacement.of(network.graph(), layer, factorization));
    }

    /** Returns the layers in whose place chains of factors stand. */
    Set<LayerId> chains() {
        return ChainComposition.chains(network.graph());
    }

    /**
     * Multiplies a chain out into one layer, whose weights are all alive.
     *
     * @throws IllegalArgumentException when no chain stands there, or one that is no single layer; nothing has changed then
     */
    void compose(LayerId layer) {
        computeEffective();
        put(ChainComposition.of(network.graph(), layer, network::weight));
    }

    private void put(LayerReplacement replacement) {
        var next = new Network(replacement.graph());
        MaskSet before = masks();
        for (ParamInfo param : next.params()) {
            INDArray values = replacement.weights().get(param.id());
            if (values != null) {
                requireShape(param.id(), param.shape(), values);
            }
            Values.copy(values == null ? network.weight(param.id()) : values.dup('c'), next.weight(param.id()));
        }
        NetworkState.of(this).restoreStatistics(next);
        take(next);
        for (Map<ParamId, ?> kept : List.of(parameterized(), dormant)) {
            kept.keySet().retainAll(infos.keySet());
            kept.keySet().removeAll(replacement.weights().keySet());
        }
        MaskSet masks = store.masks();
        parameterizations.forget();
        for (ParamInfo param : prunable()) {
            if (!replacement.weights().containsKey(param.id())) {
                masks = masks.with(param.id(), before.get(param.id()));
            }
        }
        store.restore(masks);
        backward = MaskSet.none();
        memory.clear();
        rememberInitial();
        changed();
    }

    private void take(Network next) {
        network = next;
        restricted = -1;
        infos.clear();
        network.params().forEach(param -> infos.put(param.id(), param));
        store = new MaskStore(prunable(), rules);
    }

    /** Trains matching parameters through a parameterization from now on; weights start from what they are. */
    void parameterize(
            Parameterization parameterization,
            List<Regularizer> regularizers,
            String pattern,
            Function<String, RandomGenerator> random) {
        Glob names = Glob.of(pattern);
        List<ParamInfo> matching =
                prunable().stream().filter(param -> names.matches(param.id())).toList();
        if (matching.isEmpty()) {
            throw new IllegalArgumentException("no prunable parameter matches '" + pattern + "'; there are "
                    + prunable().stream().map(param -> param.id().toString()).toList());
        }
        settleMasks();
        for (ParamInfo param : matching) {
            // What decides by latent arrays alone would bring back all that is masked.
            INDArray from = parameterization.decides() ? network.weight(param.id()) : latent(param.id());
            Latent latent = parameterization.start(
                    param, from.dup('c'), random.apply(param.id().toString()));
            var trained = new Trained(parameterization, List.copyOf(regularizers), latent);
            trained.requireExtras(param.id());
            parameterized().put(param.id(), trained);
            dormant.remove(param.id());
        }
        computeEffective();
        changed();
    }

    /** Replaces the penalties of matching parameters that have a parameterization. */
    void regularize(List<Regularizer> regularizers, String pattern) {
        parameterizations.regularize(regularizers, pattern);
    }

    /**
     * Ends matching parameterizations: effective weights are trained as they are, under the masks in force. The optimizer
     * keeps what it has for living weights.
     */
    void harden(String pattern) {
        MaskSet masks = masks();
        parameterizations.end(pattern).forEach((id, trained) -> {
            dormant.put(id, Flat.copy(trained.latent().dense()));
            memory.present(id.toString()).values().forEach(slot -> Values.applyMask(slot, masks.get(id)));
            trained.latent().trainable().keySet().forEach(extra -> memory.forget(extraName(id, extra)));
        });
        restricted = -1;
        changed();
    }

    /** Returns under which name the optimizer keeps what it has for an extra. */
    static String extraName(ParamId id, String extra) {
        return id + "#" + extra;
    }

    /** Computes the weights to run with from latent arrays, and takes over masks that follow from them. */
    void computeEffective() {
        restricted = -1;
        parameterizations.computeEffective(this, network, store);
    }

    /** Takes over latent arrays that were moved: mends them, and computes the weights to run with. */
    void moved(List<ParamInfo> params) {
        params.stream()
                .filter(param -> parameterizations.has(param.id()))
                .forEach(param -> parameterizations.moved(param, network.weight(param.id()), store));
    }

    /** Keeps the present weights as those that {@link GrowthStart#INITIAL} means. */
    void rememberInitial() {
        var first = new LinkedHashMap<ParamId, float[]>();
        infos.keySet().forEach(id -> first.put(id, Flat.copy(network.weight(id))));
        initial = first;
    }

    /** Sets every weight anew, as {@code draw} does it; masks stay in force, the optimizer forgets. */
    void redraw(Runnable draw) {
        draw.run();
        rememberInitial();
        dormant.clear();
        memory.clear();
        clock = 0;
        for (ParamInfo param : prunable()) {
            Values.applyMask(network.weight(param.id()), masks().get(param.id()));
        }
        Set.copyOf(parameterized().keySet())
                .forEach(id -> parameterizations.retrain(id, network.weight(id).dup('c')));
        computeEffective();
        changed();
    }

    // ---- for NetworkState, which keeps all of it and brings it back

    Map<ParamId, float[]> dormant() {
        return dormant;
    }

    MaskSet backward() {
        return backward;
    }

    /** Puts masks in force that were in force before; weights are left as they are. */
    void putMasks(MaskSet masks, MaskSet receiving) {
        store.restore(masks);
        parameterizations.forget();
        backward = receiving;
    }

    /** Replaces what is trained of one parameter; under hard masks, masked positions stay zero. */
    void putTrained(ParamId id, float[] values) {
        if (parameterizations.has(id)) {
            INDArray dense = network.weight(id).ulike();
            Flat.write(dense, values);
            parameterizations.retrain(id, dense);
            return;
        }
        Flat.write(network.weight(id), values);
        if (param(id).prunable()) {
            Values.applyMask(network.weight(id), masks().get(id));
        }
    }

    /** Lets the optimizer forget what would move masked weights that are trained as they run. */
    void confineMemory() {
        MaskSet masks = masks();
        for (ParamInfo param : prunable()) {
            if (!parameterizations.has(param.id())) {
                memory.clear(param.id().toString(), masks.get(param.id()).not());
            }
        }
    }

    /** Returns the values that {@link GrowthStart#INITIAL} means; nobody changes them. */
    Map<ParamId, float[]> initial() {
        return initial;
    }

    /** Takes other values for {@link GrowthStart#INITIAL} to mean; nobody may change them. */
    void initial(Map<ParamId, float[]> first) {
        initial = first;
    }

    /** Becomes a network of this graph, whose state is yet to be brought back. */
    void become(Graph graph) {
        take(new Network(graph));
    }

    /** Returns whether all weights that the network runs with are finite. */
    boolean isFinite() {
        return infos.keySet().stream().allMatch(id -> Values.areWithin(network.weight(id), Float.MAX_VALUE));
    }
}
