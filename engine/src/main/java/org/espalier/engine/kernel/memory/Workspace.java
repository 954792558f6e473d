package org.espalier.engine.kernel.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a kernel keeps for one layer and batches of one size: prepared operations, and what the way back needs of the way
 * forward. Its content is the kernel's own business.
 */
public final class Workspace {
    private final Map<Class<?>, Object> kept = new HashMap<>();

    /** Returns what is kept under a class, made when it is first asked for. */
    public <T> T get(Class<T> type, Supplier<T> make) {
        Object present = kept.get(type);
        if (present == null) {
            present = make.get();
            kept.put(type, present);
        }
        return type.cast(present);
    }
}
