package org.espalier.engine.run;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.network.Network;
import org.espalier.engine.random.RandomStreams;
import org.espalier.engine.run.Parameterizations.Trained;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Checks that the state of a network which was read is one of its graph, before anything is made for it: native code takes arrays to
 * be as long as the graph says.
 */
final class StateFit {
    private final NetworkState state;
    private final Map<ParamId, ParamInfo> params = new LinkedHashMap<>();
    private final Set<ParamId> prunable;

    private StateFit(NetworkState state, List<ParamInfo> params) {
        this.state = state;
        params.forEach(param -> this.params.put(param.id(), param));
        this.prunable =
                params.stream().filter(ParamInfo::prunable).map(ParamInfo::id).collect(Collectors.toSet());
    }

    /**
     * Checks a state.
     *
     * @param inputShape of the network
     * @throws IllegalArgumentException when something of it does not fit; says what
     */
    static void check(NetworkState state, List<Long> inputShape) {
        List<ParamInfo> params = Network.paramsOf(state.graph(inputShape));
        require(
                params.equals(state.layers().stream()
                        .flatMap(layer -> layer.params().stream())
                        .toList()),
                "its layers have other parameters than it says");
        new StateFit(state, params).check();
    }

    private void check() {
        requireIds("weights", state.weights().keySet(), params.keySet());
        requireIds("first weights", state.first().keySet(), params.keySet());
        requireIds("masks", state.masks().byId().keySet(), prunable);
        List.of(state.weights(), state.first(), state.dormant()).forEach(this::checkLengths);
        List.of(state.masks(), state.backward()).forEach(this::checkShapes);
        state.parameterized().forEach(this::checkLatent);
        state.memory().slots().forEach(this::checkSlots);
    }

    private void checkLengths(Map<ParamId, float[]> values) {
        values.forEach((id, own) ->
                require(own.length == param(id).size(), own.length + " values are not those of '" + id + "'"));
    }

    private void checkShapes(MaskSet masks) {
        masks.byId()
                .forEach((id, mask) -> require(
                        prunable.contains(id) && mask.shape().equals(param(id).shape()),
                        "a mask of shape " + mask.shape() + " is none of '" + id + "'"));
    }

    /** Which further arrays there are, and of which shapes, only the parameterization knows: it is asked to begin once more. */
    private void checkLatent(ParamId id, Trained trained) {
        ParamInfo param = param(id);
        Latent latent = trained.latent();
        require(
                prunable.contains(id) && is(latent.dense(), param.shapeArray()),
                "latent weights are none of '" + id + "'");
        Latent usual =
                trained.parameterization().start(param, latent.dense().dup('c'), RandomStreams.of(0, "unused", 0));
        checkExtras(id, latent.trainable(), usual.trainable());
        checkExtras(id, latent.constant(), usual.constant());
    }

    private static void checkExtras(ParamId id, Map<String, INDArray> extras, Map<String, INDArray> usual) {
        usual.forEach((name, like) -> {
            INDArray extra = extras.get(name);
            require(
                    extra != null && extra.dataType() == like.dataType() && Arrays.equals(extra.shape(), like.shape()),
                    "its '" + name + "' of '" + id + "' is not there or of another shape");
        });
    }

    private void checkSlots(String array, Map<String, INDArray> slots) {
        long[] shape = trainable().get(array);
        require(shape != null, "the optimizer keeps something of '" + array + "', which is not there");
        slots.forEach((name, slot) -> require(
                is(slot, shape), "what the optimizer keeps as '" + name + "' is not of the shape of '" + array + "'"));
    }

    /** Returns the shapes of all arrays that an optimizer moves, by the names that it knows them by. */
    private Map<String, long[]> trainable() {
        var shapes = new LinkedHashMap<String, long[]>();
        params.forEach((id, param) -> shapes.put(id.toString(), param.shapeArray()));
        state.parameterized().forEach((id, trained) -> trained.latent()
                .trainable()
                .forEach((name, extra) -> shapes.put(LiveNetwork.extraName(id, name), extra.shape())));
        return shapes;
    }

    private ParamInfo param(ParamId id) {
        ParamInfo param = params.get(id);
        if (param == null) {
            throw new IllegalArgumentException("the network has no parameter '" + id + "'");
        }
        return param;
    }

    private static boolean is(INDArray array, long @Nullable [] shape) {
        return array.dataType() == DataType.FLOAT && Arrays.equals(array.shape(), shape);
    }

    private static void requireIds(String what, Set<ParamId> there, Set<ParamId> wanted) {
        require(there.equals(wanted), "there are " + what + " of " + there + " and not of " + wanted);
    }

    private static void require(boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException(problem);
        }
    }
}
