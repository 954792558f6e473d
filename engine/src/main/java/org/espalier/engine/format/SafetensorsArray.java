package org.espalier.engine.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.data.DataException;
import org.espalier.engine.kernel.memory.JavaArrays;
import org.espalier.engine.text.Shown;

/**
 * What a safetensors header says of one array. Every number is checked, in exact arithmetic, before anything is read by it.
 *
 * @param name what it is called
 * @param type the type of its elements, as the header writes it
 * @param shape its extents, any of which may be 0
 * @param from where it begins among the arrays, in bytes
 * @param to where it ends
 */
record SafetensorsArray(String name, String type, List<Long> shape, long from, long to) {
    /** Bytes of an element of each type that is not read as {@link FloatType}. */
    private static final Map<String, Integer> BYTES = Map.ofEntries(
            Map.entry("BOOL", 1),
            Map.entry("U8", 1),
            Map.entry("I8", 1),
            Map.entry("F8_E4M3", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("F8_E8M0", 1),
            Map.entry("U16", 2),
            Map.entry("I16", 2),
            Map.entry("U32", 4),
            Map.entry("I32", 4),
            Map.entry("U64", 8),
            Map.entry("I64", 8),
            Map.entry("C64", 8));

    /** ND4J's arrays have no more axes. */
    private static final int MOST_AXES = 32;

    /**
     * Reads what stands under an array's name.
     *
     * @throws DataException when something is missing, of another type, or cannot be
     */
    static SafetensorsArray of(Path path, String name, JsonNode node) {
        JsonNode type = node.path("dtype");
        if (!type.isTextual()) {
            throw problem(path, name, "has no type of its elements ('dtype')");
        }
        List<Long> shape = numbers(path, name, node.path("shape"), "shape");
        List<Long> offsets = numbers(path, name, node.path("data_offsets"), "data_offsets");
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw problem(path, name, "lies at " + offsets + ", which is no beginning and end ('data_offsets')");
        }
        var array = new SafetensorsArray(name, type.textValue(), shape, offsets.get(0), offsets.get(1));
        array.asFloats()
                .map(FloatType::bytes)
                .or(() -> Optional.ofNullable(BYTES.get(array.type())))
                .ifPresent(width -> array.requireLength(path, width));
        return array;
    }

    private static List<Long> numbers(Path path, String name, JsonNode node, String what) {
        var numbers = new ArrayList<Long>();
        for (JsonNode each : node) {
            if (!each.isIntegralNumber() || !each.canConvertToLong() || each.longValue() < 0) {
                throw problem(
                        path,
                        name,
                        "has " + Shown.cut(each.toString()) + " in its '" + what
                                + "', which is no whole number from 0 to 2^63 - 1");
            }
            numbers.add(each.longValue());
        }
        if (!node.isArray()) {
            throw problem(path, name, "has no list of numbers '" + what + "'");
        }
        return List.copyOf(numbers);
    }

    private void requireLength(Path path, int width) {
        long length = to - from;
        boolean empty = shape.contains(0L);
        long stated = empty ? 0 : width;
        try {
            for (long extent : empty ? List.<Long>of() : shape) {
                stated = Math.multiplyExact(stated, extent);
            }
        } catch (ArithmeticException e) {
            throw problem(path, name, "of shape " + shown(shape) + " is larger than any file");
        }
        if (stated != length) {
            throw problem(
                    path,
                    name,
                    "of shape " + shown(shape) + " and type " + type + " takes " + stated + " bytes but lies in "
                            + length + ", at " + from + " to " + to);
        }
    }

    /**
     * Requires that arrays fill a file: none overlaps another, lies beyond the end, or leaves bytes that are nobody's.
     *
     * @param length bytes of all arrays
     */
    static void requireWhole(Path path, Collection<SafetensorsArray> arrays, long length) {
        SafetensorsArray[] sorted = arrays.toArray(SafetensorsArray[]::new);
        Arrays.sort(sorted, Comparator.comparingLong(SafetensorsArray::from).thenComparingLong(SafetensorsArray::to));
        long end = 0;
        String before = "";
        for (SafetensorsArray array : sorted) {
            if (array.to > length) {
                throw new DataException(path + ": the array '" + Shown.cut(array.name) + "' lies at " + array.from
                        + " to " + array.to + " of " + length + " bytes; the file is truncated or was altered");
            }
            if (array.from < end) {
                throw problem(
                        path,
                        array.name,
                        "begins at byte " + array.from + ", inside of '" + Shown.cut(before) + "', which ends at "
                                + end);
            }
            requireNoHole(path, end, array.from);
            end = array.to;
            before = array.name;
        }
        requireNoHole(path, end, length);
    }

    private static void requireNoHole(Path path, long end, long next) {
        if (end != next) {
            throw new DataException(path + ": the " + (next - end) + " bytes from " + end + " to " + next
                    + " of its arrays belong to none of them; it was altered or badly written");
        }
    }

    /**
     * Returns the number of elements.
     *
     * @throws DataException when no array of the engine can hold them
     */
    int elements(Path path) {
        long elements = shape.contains(0L) ? 0 : shape.stream().reduce(1L, Math::multiplyExact);
        if (elements > JavaArrays.LONGEST || shape.stream().anyMatch(extent -> extent > JavaArrays.LONGEST)) {
            throw problem(
                    path,
                    name,
                    "of shape " + shown(shape) + " has more than the " + JavaArrays.LONGEST
                            + " elements along an axis or in all that an array can have");
        }
        if (shape.size() > MOST_AXES) {
            throw problem(path, name, "has " + shape.size() + " axes; at most " + MOST_AXES + " can be read");
        }
        return (int) elements;
    }

    /**
     * Returns the type of the elements.
     *
     * @throws DataException when they are no numbers of floating point
     */
    FloatType floatType(Path path) {
        return asFloats()
                .orElseThrow(() -> new DataException(path + ": expected floats (F16, BF16, F32 or F64) in '"
                        + Shown.cut(name) + "' but found " + Shown.cut(type)
                        + ". Leave it out with 'except' if the network can do without it, or convert the file"));
    }

    private Optional<FloatType> asFloats() {
        return Arrays.stream(FloatType.values())
                .filter(each -> each.name().equals(type))
                .findFirst();
    }

    private static String shown(List<Long> shape) {
        return Shown.cut(shape.toString());
    }

    private static DataException problem(Path path, String name, String what) {
        return new DataException(
                path + ": the array '" + Shown.cut(name) + "' " + what + "; the file was altered or badly written");
    }
}
