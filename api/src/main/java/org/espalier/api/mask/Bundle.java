package org.espalier.api.mask;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.LinkedHashMap;
import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Units of one kind in a fixed order, usually those of one parameter: its elements, its filters, its blocks.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Bundle {
    /** Returns what reports and configuration call it: for units of one parameter, that parameter's name. */
    String name();

    /** Returns how many units there are, at least 1. */
    long units();

    /** Returns the parameters that the units lie in. */
    List<ParamId> params();

    /**
     * Returns one score for each unit from one score for each element.
     *
     * @return a float array {@code [units]}; for single elements a view of the scores, without copying
     */
    INDArray pool(Tensors elementScores);

    /**
     * Returns one score for each unit from its eligible elements alone: a filter's dead weights add nothing to its norm. By
     * default the other elements' scores count as 0.
     *
     * @param eligible the elements that count; the score of a unit without any is not looked at
     * @return as {@link #pool(Tensors)} does
     */
    default INDArray pool(Tensors elementScores, MaskSet eligible) {
        var counted = new LinkedHashMap<>(elementScores.byId());
        for (ParamId id : params()) {
            counted.computeIfPresent(
                    id, (key, scores) -> scores.mul(eligible.get(key).toArray()));
        }
        return pool(new Tensors(counted));
    }

    /** Returns which units have at least one living element, as a mask of shape {@code [units]}. */
    Mask alive(MaskSet masks);

    /** Returns {@code into} with exactly the elements of the units in {@code kept} alive in this bundle's parameters. */
    MaskSet expand(Mask kept, MaskSet into);
}
