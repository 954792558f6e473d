package org.espalier.api.model;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays keyed by parameter: scores, gradients or weights. The map is immutable and keeps its order; the arrays are
 * read-only by contract.
 *
 * @param byId the arrays
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Tensors(Map<ParamId, INDArray> byId) {
    private static final Tensors NONE = new Tensors(Map.of());

    public Tensors {
        byId = Collections.unmodifiableMap(new LinkedHashMap<>(byId));
    }

    /** Returns no arrays at all. */
    public static Tensors none() {
        return NONE;
    }

    /** Returns one array for each parameter, made by {@code make}. */
    public static Tensors of(Collection<ParamInfo> params, Function<ParamInfo, INDArray> make) {
        var arrays = new LinkedHashMap<ParamId, INDArray>();
        params.forEach(param -> arrays.put(param.id(), make.apply(param)));
        return new Tensors(arrays);
    }

    /**
     * Returns the array of one parameter.
     *
     * @throws IllegalArgumentException when there is none
     */
    public INDArray get(ParamId id) {
        INDArray array = byId.get(id);
        if (array == null) {
            throw new IllegalArgumentException("no array for parameter '" + id + "'; there are " + byId.keySet());
        }
        return array;
    }

    /** Returns arrays made from these, one by one; {@code map} must not change its argument. */
    public Tensors map(UnaryOperator<INDArray> map) {
        var arrays = new LinkedHashMap<ParamId, INDArray>();
        byId.forEach((id, array) -> arrays.put(id, map.apply(array)));
        return new Tensors(arrays);
    }

    /** Returns arrays made from these and those of {@code other} with the same id. */
    public Tensors zip(Tensors other, BinaryOperator<INDArray> combine) {
        var arrays = new LinkedHashMap<ParamId, INDArray>();
        byId.forEach((id, array) -> arrays.put(id, combine.apply(array, other.get(id))));
        return new Tensors(arrays);
    }
}
