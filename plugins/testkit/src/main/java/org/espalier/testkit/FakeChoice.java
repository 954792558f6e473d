package org.espalier.testkit;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Map;
import org.apiguardian.api.API;
import org.espalier.api.budget.Choice;

/** A choice whose price and error are given. */
@API(status = EXPERIMENTAL, since = "0.1")
public record FakeChoice(String label, Map<String, Integer> knobs, double cost, double error) implements Choice {
    public FakeChoice {
        requireNonNull(label, "label is null");
        knobs = Map.copyOf(knobs);
    }

    /** Returns a choice without knobs. */
    public static FakeChoice of(String label, double cost, double error) {
        return new FakeChoice(label, Map.of(), cost, error);
    }
}
