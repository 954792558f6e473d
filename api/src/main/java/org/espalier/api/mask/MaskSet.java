package org.espalier.api.mask;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.apiguardian.api.API;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;

/**
 * The masks of all prunable parameters at one moment. Plugins return new ones; only the engine puts them in force.
 *
 * @param byId the masks, in the network's order
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record MaskSet(Map<ParamId, Mask> byId) {
    private static final MaskSet NONE = new MaskSet(Map.of());

    public MaskSet {
        byId = Collections.unmodifiableMap(new LinkedHashMap<>(byId));
    }

    /** Returns no masks at all. */
    public static MaskSet none() {
        return NONE;
    }

    /** Returns masks under which every weight of these parameters is alive. */
    public static MaskSet ones(Collection<ParamInfo> params) {
        var masks = new LinkedHashMap<ParamId, Mask>();
        params.forEach(param -> masks.put(param.id(), Mask.ones(param.shape())));
        return new MaskSet(masks);
    }

    /**
     * Returns the mask of one parameter.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Mask get(ParamId id) {
        Mask mask = byId.get(id);
        if (mask == null) {
            throw new IllegalArgumentException("no mask for parameter '" + id + "'; there are " + byId.keySet());
        }
        return mask;
    }

    /** Returns these masks with one replaced. */
    public MaskSet with(ParamId id, Mask mask) {
        var masks = new LinkedHashMap<>(byId);
        masks.put(id, mask);
        return new MaskSet(masks);
    }

    /** Returns masks combined parameter by parameter with those of {@code other}. */
    public MaskSet zip(MaskSet other, BinaryOperator<Mask> combine) {
        var masks = new LinkedHashMap<ParamId, Mask>();
        byId.forEach((id, mask) -> masks.put(id, combine.apply(mask, other.get(id))));
        return new MaskSet(masks);
    }

    /** Returns how many weights are alive. */
    public long alive() {
        return byId.values().stream().mapToLong(Mask::alive).sum();
    }

    /** Returns how many weights the masks cover. */
    public long size() {
        return byId.values().stream().mapToLong(Mask::size).sum();
    }

    /** Returns the share of weights that are alive, in [0, 1]. */
    public double density() {
        return size() == 0 ? 1 : (double) alive() / size();
    }
}
