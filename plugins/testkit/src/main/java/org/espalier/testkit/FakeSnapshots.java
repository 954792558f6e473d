package org.espalier.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.stage.Snapshots;

/** Fake networks with their masks, by name. */
final class FakeSnapshots implements Snapshots {
    private final Supplier<Kept> present;
    private final Consumer<Kept> put;
    private final Consumer<String> tell;
    private final Map<String, Kept> byName = new LinkedHashMap<>();

    /**
     * Keeps states of somebody's network.
     *
     * @param present gives it as it is
     * @param put makes it what it is to be
     * @param tell writes down what was done
     */
    FakeSnapshots(Supplier<Kept> present, Consumer<Kept> put, Consumer<String> tell) {
        this.present = present;
        this.put = put;
        this.tell = tell;
    }

    @Override
    public void take(String name) {
        keep(name);
        tell.accept("take " + name);
    }

    /** Keeps the present state without a word. */
    void keep(String name) {
        byName.put(name, present.get());
    }

    /**
     * Returns a kept state.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    Kept require(String name) {
        Kept kept = byName.get(name);
        if (kept == null) {
            throw new IllegalArgumentException("no snapshot '" + name + "'; there are " + byName.keySet());
        }
        return kept;
    }

    @Override
    public void restore(String name, Set<Part> parts) {
        Kept kept = require(name);
        Kept now = present.get();
        put.accept(new Kept(
                parts.contains(Part.WEIGHTS) ? now.network().with(kept.network().weights()) : now.network(),
                parts.contains(Part.MASKS) ? kept.masks() : now.masks()));
        tell.accept("restore " + name + " " + parts.stream().sorted().toList());
    }

    @Override
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** A network under its masks. */
    record Kept(FakeNetwork network, MaskSet masks) {}
}
