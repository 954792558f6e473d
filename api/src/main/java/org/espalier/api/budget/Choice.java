package org.espalier.api.budget;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Map;
import org.apiguardian.api.API;

/** One way to compress one layer. Its error may be computed when it is first asked for. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Choice {
    /** Returns what reports call it, such as {@code k=2, rank=7}. */
    String label();

    /** Returns the numbers that make it, by name. */
    Map<String, Integer> knobs();

    /** Returns its price in the unit of the budget, at least 0. */
    double cost();

    /** Returns its error, at least 0; 0 for leaving the layer as it is. */
    double error();

    /**
     * Returns the family it belongs to. Of two choices of one layer and one family the dearer has no larger error, nor larger
     * bounds of it, so that solvers can search a family by halving. By default a family of its own.
     */
    default String family() {
        return label();
    }

    /** Returns a number that {@link #error} is not below; cheap where the error itself is not. By default the error. */
    default double errorAtLeast() {
        return error();
    }

    /** Returns a number that {@link #error} is not above; cheap where the error itself is not. By default the error. */
    default double errorAtMost() {
        return error();
    }
}
