package org.espalier.engine.mask.selection;

import static java.util.Objects.requireNonNull;

import org.espalier.api.mask.Mask;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One bundle's units in a contest: their scores, and which of them may win.
 *
 * @param name what messages call it
 * @param scores one score a unit
 * @param eligible which units may win, of as many elements
 */
record Contest(String name, INDArray scores, Mask eligible) {
    Contest {
        requireNonNull(name, "name is null");
        requireNonNull(scores, "scores is null");
        requireNonNull(eligible, "eligible is null");
        if (scores.length() != eligible.size()) {
            throw new IllegalArgumentException(
                    "'" + name + "' has " + eligible.size() + " units but " + scores.length() + " scores");
        }
    }

    /** Returns how many units there are. */
    long units() {
        return eligible.size();
    }

    /** Returns whether every unit may win. */
    boolean open() {
        return eligible.alive() == eligible.size();
    }

    /** Returns the error of a score that is not a number. */
    static IllegalArgumentException notANumber(String name, long unit) {
        return new IllegalArgumentException("the score of '" + name + "' at position " + unit
                + " is not a number: the training has diverged, or the criterion divides by zero");
    }
}
