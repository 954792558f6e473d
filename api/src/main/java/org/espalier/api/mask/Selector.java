package org.espalier.api.mask;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;
import org.espalier.api.budget.Allocation;
import org.espalier.api.model.Tensors;

/**
 * Exact selection: of each scope's units exactly as many as it keeps, the highest scores first, equal scores by lower
 * position. Offered by the engine, so that every method counts alike.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Selector {
    /**
     * Keeps the best units of each scope.
     *
     * @param allocation the scopes and their counts
     * @param scores one score for each element; a score that is not a number is an error
     * @param eligible the elements whose scores count; units without one never win; a scope with fewer eligible units than it keeps
     *     keeps all of those
     * @param into masks of parameters that no scope mentions are taken from here
     * @return the masks of the winners
     * @throws IllegalArgumentException when a score is not a number; says of which parameter
     */
    MaskSet keepBest(Allocation allocation, Tensors scores, MaskSet eligible, MaskSet into);
}
