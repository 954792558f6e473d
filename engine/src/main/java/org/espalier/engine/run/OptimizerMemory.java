package org.espalier.engine.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.train.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What an optimizer keeps for each trained array, and how many steps it has made. */
final class OptimizerMemory {
    private static final String NOBODY = "";

    private final Map<String, Map<String, INDArray>> slots = new LinkedHashMap<>();
    private String owner = NOBODY;
    private long steps;

    OptimizerMemory() {}

    /** Takes a memory up again that was {@link #owner}'s; the arrays become its own. */
    OptimizerMemory(String owner, long steps, Map<String, Map<String, INDArray>> slots) {
        this.owner = owner;
        this.steps = steps;
        this.slots.putAll(slots);
    }

    /** Returns the class of the optimizer that it serves; empty when it serves none. */
    String owner() {
        return owner;
    }

    /** Returns how many steps were made. */
    long steps() {
        return steps;
    }

    /** Returns all slots, by the trained array and their own name. */
    Map<String, Map<String, INDArray>> slots() {
        return slots;
    }

    /** Makes this the memory of {@code optimizer}: empties it when it was another kind's. */
    void serve(Optimizer optimizer) {
        String next = optimizer.getClass().getName();
        if (!owner.equals(next)) {
            clear();
            owner = next;
        }
    }

    void clear() {
        slots.clear();
        steps = 0;
        owner = NOBODY;
    }

    /** Counts a step and returns its number, from 1. */
    long nextStep() {
        return ++steps;
    }

    /** Returns the slots of one trained array, made as zeros when there are none. */
    Map<String, INDArray> slots(String array, Optimizer optimizer, INDArray like) {
        return slots.computeIfAbsent(array, key -> {
            var made = new LinkedHashMap<String, INDArray>();
            optimizer.slots().forEach(name -> made.put(name, like.ulike().assign(0)));
            return made;
        });
    }

    /** Returns one slot of one trained array, when something was trained that keeps it. */
    Optional<INDArray> slot(String array, String name) {
        return Optional.ofNullable(slots.getOrDefault(array, Map.of()).get(name));
    }

    /** Returns the slots of one trained array; empty when nothing was trained. */
    Map<String, INDArray> present(String array) {
        return slots.getOrDefault(array, Map.of());
    }

    /** Returns a copy that shares nothing with this. */
    OptimizerMemory copy() {
        var copy = new LinkedHashMap<String, Map<String, INDArray>>();
        slots.forEach((array, own) -> {
            var arrays = new LinkedHashMap<String, INDArray>();
            own.forEach((name, values) -> arrays.put(name, values.dup('c')));
            copy.put(array, arrays);
        });
        return new OptimizerMemory(owner, steps, copy);
    }

    /** Takes over a copy of {@code other}. */
    void become(OptimizerMemory other) {
        OptimizerMemory copy = other.copy();
        slots.clear();
        slots.putAll(copy.slots);
        owner = copy.owner;
        steps = copy.steps;
    }
}
