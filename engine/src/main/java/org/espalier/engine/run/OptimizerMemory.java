package org.espalier.engine.run;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.mask.Mask;
import org.espalier.api.train.Optimizer;
import org.espalier.engine.kernel.SparseArray;
import org.espalier.engine.kernel.SparseKernel;
import org.espalier.engine.kernel.SparsityPattern;
import org.espalier.engine.kernel.backend.Kernels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What an optimizer keeps for each trained array, and how many steps it has made. */
final class OptimizerMemory {
    private static final String NOBODY = "";

    private final Map<String, Map<String, INDArray>> slots = new LinkedHashMap<>();
    /** Slots of trained arrays that are moved by their living elements; the full ones are those above. */
    private final Map<String, Map<String, SparseArray>> sparse = new LinkedHashMap<>();

    private String owner = NOBODY;
    private long steps;
    private boolean countsSteps;

    OptimizerMemory() {}

    /** Takes a memory up again that was {@link #owner}'s; the arrays become its own. */
    OptimizerMemory(String owner, long steps, boolean countsSteps, Map<String, Map<String, INDArray>> slots) {
        this.owner = owner;
        this.steps = steps;
        this.countsSteps = countsSteps;
        this.slots.putAll(slots);
    }

    /** Returns the class of the optimizer that it serves; empty when it serves none. */
    String owner() {
        return owner;
    }

    /** Returns whether that optimizer counts the steps of each element. */
    boolean countsSteps() {
        return countsSteps;
    }

    /** Returns how many steps were made. */
    long steps() {
        return steps;
    }

    /** Returns all slots, by the trained array and their own name. */
    Map<String, Map<String, INDArray>> slots() {
        Set.copyOf(sparse.keySet()).forEach(this::fill);
        return slots;
    }

    /** Makes this the memory of {@code optimizer}: empties it when it was another kind's. */
    void serve(Optimizer optimizer) {
        countsSteps = optimizer.countsSteps();
        String next = optimizer.getClass().getName();
        if (!owner.equals(next)) {
            clear();
            owner = next;
        }
    }

    void clear() {
        slots.clear();
        sparse.clear();
        steps = 0;
        owner = NOBODY;
    }

    /** Counts a step and returns its number, from 1. */
    long nextStep() {
        return ++steps;
    }

    /**
     * Returns the slots of one trained array, made as zeros when there are none.
     *
     * @param shape the array's
     */
    Map<String, INDArray> slots(String array, Optimizer optimizer, DataType type, long... shape) {
        fill(array);
        return slots.computeIfAbsent(array, key -> {
            var made = new LinkedHashMap<String, INDArray>();
            optimizer.slots().forEach(name -> made.put(name, Nd4j.create(type, shape, 'c')));
            if (optimizer.countsSteps() && steps > 1) {
                made.put(Optimizer.STEPS, Nd4j.create(type, shape, 'c'));
            }
            return made;
        });
    }

    /** Returns the living elements of the slots of one trained array, each {@code [count]}, made as zeros when there are none. */
    Map<String, INDArray> elements(
            String array, Optimizer optimizer, SparsityPattern pattern, DataType type, long... shape) {
        Map<String, SparseArray> present = sparse.get(array);
        if (present == null || present.values().stream().anyMatch(slot -> slot.pattern() != pattern)) {
            SparseKernel kernel = Kernels.of(type).sparse().orElseThrow();
            var made = new LinkedHashMap<String, SparseArray>();
            slots(array, optimizer, type, shape)
                    .forEach((name, full) -> made.put(name, new SparseArray(pattern, kernel, full)));
            sparse.put(array, made);
            present = made;
        }
        var elements = new LinkedHashMap<String, INDArray>();
        present.forEach((name, slot) -> elements.put(name, slot.elements()));
        return elements;
    }

    /** Brings full slots up to date with what was done to their elements. */
    private void fill(String array) {
        sparse.getOrDefault(array, Map.of()).values().forEach(SparseArray::full);
    }

    /** Returns one slot of one trained array, when something was trained that keeps it. */
    Optional<INDArray> slot(String array, String name) {
        return Optional.ofNullable(present(array).get(name));
    }

    /** Throws when something was trained, by an optimizer that keeps nothing of this name. */
    void requireSlot(String name) {
        if (slots.isEmpty() || slots.values().stream().anyMatch(own -> own.containsKey(name))) {
            return;
        }
        throw new IllegalArgumentException(
                lacks(name, slots.values().iterator().next().keySet()));
    }

    /** Says that an optimizer keeps nothing of a name. */
    static String lacks(String name, Collection<String> kept) {
        return "the optimizer keeps no '" + name + "' of weights; it keeps "
                + (kept.isEmpty() ? "nothing" : "'" + String.join("', '", kept) + "'")
                + ". Train with an optimizer that does, or measure by what this one keeps";
    }

    /** Returns the slots of one trained array; empty when nothing was trained. */
    Map<String, INDArray> present(String array) {
        fill(array);
        return slots.getOrDefault(array, Map.of());
    }

    /** Clears elements of all slots of one trained array; what counts steps counts theirs anew. */
    void clear(String array, Mask elements) {
        if (elements.alive() == 0) {
            return;
        }
        Map<String, INDArray> own = present(array);
        sparse.remove(array);
        if (countsSteps && !own.isEmpty()) {
            own.computeIfAbsent(
                    Optimizer.STEPS,
                    name -> own.values().iterator().next().ulike().assign(steps));
        }
        own.values().forEach(slot -> Values.applyMask(slot, elements.not()));
    }

    /** Drops the slots of an array that is no longer trained. */
    void forget(String array) {
        slots.remove(array);
        sparse.remove(array);
    }

    /** Returns a copy that shares nothing with this. */
    OptimizerMemory copy() {
        var copy = new LinkedHashMap<String, Map<String, INDArray>>();
        slots().forEach((array, own) -> {
            var arrays = new LinkedHashMap<String, INDArray>();
            own.forEach((name, values) -> arrays.put(name, values.dup('c')));
            copy.put(array, arrays);
        });
        return new OptimizerMemory(owner, steps, countsSteps, copy);
    }

    /** Takes over a copy of {@code other}. */
    void become(OptimizerMemory other) {
        OptimizerMemory copy = other.copy();
        slots.clear();
        sparse.clear();
        slots.putAll(copy.slots);
        owner = copy.owner;
        steps = copy.steps;
        countsSteps = copy.countsSteps;
    }
}
