package org.espalier.api.mask;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * What a revision changed.
 *
 * @param dropped elements that were alive and no longer are
 * @param grown elements that were brought back
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record MaskChange(MaskSet dropped, MaskSet grown) {
    public MaskChange {
        requireNonNull(dropped, "dropped is null");
        requireNonNull(grown, "grown is null");
    }
}
