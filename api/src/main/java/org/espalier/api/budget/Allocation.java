package org.espalier.api.budget;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/**
 * The scopes that a target was split into.
 *
 * @param scopes in the order of the bundles
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Allocation(List<Scope> scopes) {
    public Allocation {
        scopes = List.copyOf(scopes);
    }
}
