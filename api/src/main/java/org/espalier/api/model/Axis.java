package org.espalier.api.model;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/** What an axis of a parameter counts. */
@API(status = EXPERIMENTAL, since = "0.1")
public enum Axis {
    /** Output features, filters or hidden units: one row of the canonical matrix. */
    OUT,
    /** Input features or channels (of one group). */
    IN,
    /** Rows of a convolution kernel. */
    HEIGHT,
    /** Columns of a convolution kernel. */
    WIDTH,
    /** Anything else; never pruned along. */
    OTHER
}
