package org.espalier.api.score;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/** Something that a measurement cannot do without. */
@API(status = EXPERIMENTAL, since = "0.1")
public enum Need {
    /** Training examples. */
    INPUTS,
    /** Their labels. */
    LABELS,
    /** What an optimizer keeps for each weight, such as momentum; exists only during and after training. */
    OPTIMIZER_STATE,
    /** Examples set aside for validation. */
    VALIDATION
}
