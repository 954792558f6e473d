package org.espalier.api.mask;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/** What a weight begins at when it is brought back. */
@API(status = EXPERIMENTAL, since = "0.1")
public enum GrowthStart {
    /** Zero. */
    ZERO,
    /** The value it had when the network was initialised. */
    INITIAL,
    /** Whatever its latent value is: the one it had when it was dropped, where that was kept. */
    KEPT
}
