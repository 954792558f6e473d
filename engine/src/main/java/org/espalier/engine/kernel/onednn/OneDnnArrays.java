package org.espalier.engine.kernel.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.espalier.engine.kernel.memory.Floats;
import org.espalier.engine.kernel.memory.Storage;
import org.espalier.engine.kernel.onednn.OneDnnOperation.Argument;
import org.nd4j.linalg.api.buffer.DataType;

/** The arrays of an operation that has many: those it shares with others, those of its own, and those that change. */
final class OneDnnArrays {
    private final Map<Integer, Storage> own = new HashMap<>();
    private final List<Argument> arguments = new ArrayList<>();
    private final Map<Integer, Integer> places = new HashMap<>();
    private long[] addresses = new long[0];

    /** Adds an array in memory of its own, zero at first. */
    OneDnnArrays own(int kind, memory.desc layout) {
        Storage storage = new Storage(DataType.FLOAT);
        storage.require(Math.max(1, layout.get_size() / Float.BYTES));
        own.put(kind, storage);
        add(kind, layout, storage.address());
        zero(kind);
        return this;
    }

    /** Adds an array that another operation has under the same kind. */
    OneDnnArrays of(OneDnnArrays other, int... kinds) {
        for (int kind : kinds) {
            add(kind, other.layout(kind), other.address(kind));
        }
        return this;
    }

    /** Adds an array that {@link #set} places before each run. */
    OneDnnArrays open(int kind, memory.desc layout) {
        add(kind, layout, 0);
        return this;
    }

    private void add(int kind, memory.desc layout, long address) {
        places.put(kind, arguments.size());
        arguments.add(new Argument(kind, layout));
        addresses = Arrays.copyOf(addresses, arguments.size());
        addresses[arguments.size() - 1] = address;
    }

    void set(int kind, long address) {
        addresses[place(kind)] = address;
    }

    long address(int kind) {
        return addresses[place(kind)];
    }

    memory.desc layout(int kind) {
        return arguments.get(place(kind)).layout();
    }

    /** Zeroes an array of its own, padding included. */
    void zero(int kind) {
        Floats memory = memory(kind);
        memory.pointer().zero();
    }

    /** Returns an array's memory, padding included. */
    Floats memory(int kind) {
        return Floats.at(address(kind), layout(kind).get_size() / Float.BYTES, own);
    }

    Argument[] arguments() {
        return arguments.toArray(Argument[]::new);
    }

    void run(OneDnnOperation operation) {
        operation.run(addresses);
    }

    private int place(int kind) {
        Integer place = places.get(kind);
        if (place == null) {
            throw new IllegalArgumentException("the operation has no array of kind " + kind);
        }
        return place;
    }
}
