package org.espalier.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.engine.kernel.memory.Storage;
import org.espalier.engine.kernel.memory.Value;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** Hands memory out to what flows while its way is laid out, and takes it back when it has been read for the last time. */
final class ActivationAllocator {
    private final DataType type;
    private final @Nullable Value[] values;
    private final @Nullable Room[] rooms;
    private final List<Room> free = new ArrayList<>();
    private final IdentityHashMap<Value, Room> lent = new IdentityHashMap<>();

    /** Memory and the most that it must hold. */
    private static final class Room {
        private final Storage storage;
        private long size;

        Room(Storage storage) {
            this.storage = storage;
        }
    }

    ActivationAllocator(DataType type, int numbers) {
        this.type = type;
        values = new Value[numbers];
        rooms = new Room[numbers];
    }

    boolean has(int number) {
        return values[number] != null;
    }

    Value get(int number) {
        Value value = values[number];
        if (value == null) {
            throw new IllegalStateException("nothing flows to " + number);
        }
        return value;
    }

    /** Returns everything that flows. */
    List<Value> values() {
        return IntStream.range(0, values.length).mapToObj(this::get).toList();
    }

    /** Finds memory for {@code number}. */
    Value take(int number, long[] shape) {
        Room room = room(shape);
        Value value = Value.in(room.storage, shape);
        values[number] = value;
        rooms[number] = room;
        return value;
    }

    /** Lets {@code other} lie where {@code number} does. */
    Value share(int number, int other, long[] shape) {
        Value present = get(number);
        Value shared = Arrays.equals(present.shape(), shape) ? present : present.reshaped(shape);
        values[other] = shared;
        rooms[other] = rooms[number];
        return shared;
    }

    /** Returns what lies where {@code number} does, itself included. */
    List<Integer> sharing(int number) {
        var sharing = new ArrayList<Integer>();
        for (int i = 0; i < rooms.length; i++) {
            if (rooms[i] != null && rooms[i] == rooms[number]) {
                sharing.add(i);
            }
        }
        return sharing;
    }

    /** Says that {@code number} was read for the last time. */
    void release(int number) {
        Room room = rooms[number];
        if (room == null) {
            return;
        }
        boolean last = sharing(number).size() == 1;
        rooms[number] = null;
        if (last) {
            free.add(room);
        }
    }

    /** Finds memory for the time of one layer. */
    Value lend(long[] shape) {
        Room room = room(shape);
        Value value = Value.in(room.storage, shape);
        lent.put(value, room);
        return value;
    }

    /** Takes back what was lent. */
    void giveBack(Value value) {
        Room room = lent.remove(value);
        if (room != null) {
            free.add(room);
        }
    }

    /** Returns the tightest free memory that is large enough, else the largest, else new. */
    private Room room(long[] shape) {
        long size = 1;
        for (long extent : shape) {
            size *= extent;
        }
        long wanted = size;
        Room room = free.stream()
                .filter(each -> each.size >= wanted)
                .min(Comparator.comparingLong(each -> each.size))
                .or(() -> free.stream().max(Comparator.comparingLong(each -> each.size)))
                .orElseGet(() -> new Room(new Storage(type)));
        free.remove(room);
        room.size = Math.max(room.size, size);
        return room;
    }
}
