package org.espalier.api.model;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a component remembers between calls: named numbers and arrays that the engine owns, hands in, takes back and
 * writes into checkpoints. State is replaced, never edited.
 *
 * @param scalars the numbers, by name
 * @param arrays the arrays, by name; read-only by contract
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record State(Map<String, Double> scalars, Map<String, INDArray> arrays) {
    private static final State EMPTY = new State(Map.of(), Map.of());

    public State {
        scalars = Collections.unmodifiableMap(new LinkedHashMap<>(scalars));
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /** Returns the state of a component that has remembered nothing yet. */
    public static State empty() {
        return EMPTY;
    }

    /** Returns the number remembered under {@code name}, or {@code otherwise}. */
    public double scalar(String name, double otherwise) {
        return scalars.getOrDefault(name, otherwise);
    }

    /** Returns this state with one number replaced. */
    public State with(String name, double value) {
        var next = new LinkedHashMap<>(scalars);
        next.put(name, value);
        return new State(next, arrays);
    }

    /** Returns this state with one array replaced. */
    public State with(String name, INDArray array) {
        var next = new LinkedHashMap<>(arrays);
        next.put(name, array);
        return new State(scalars, next);
    }
}
