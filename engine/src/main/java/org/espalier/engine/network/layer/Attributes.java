package org.espalier.engine.network.layer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.engine.kernel.Window;

/** The attributes of an ONNX operator, read with their types checked and in the words of the layer that has them. */
public final class Attributes {
    private final LayerId id;
    private final LayerSpec.Other spec;

    public Attributes(LayerId id, LayerSpec.Other spec) {
        this.id = id;
        this.spec = spec;
    }

    public IllegalArgumentException problem(String what) {
        return Shapes.problem(id, spec, what);
    }

    public void requirePlanes(List<Long> inputShape) {
        Shapes.requirePlanes(id, spec, inputShape);
    }

    /** Refuses attributes that are not among {@code names}: they would be ignored without a word. */
    public void allow(String... names) {
        Set<String> unknown = new TreeSet<>(spec.attributes().keySet());
        unknown.removeAll(List.of(names));
        if (!unknown.isEmpty()) {
            throw problem("it has no attribute '" + unknown.iterator().next() + "'; it has " + List.of(names));
        }
    }

    public long number(String name, long otherwise) {
        Object value = spec.attributes().getOrDefault(name, otherwise);
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        throw problem("'" + name + "' must be a whole number but is '" + value + "'");
    }

    public double real(String name, double otherwise) {
        Object value = spec.attributes().getOrDefault(name, otherwise);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw problem("'" + name + "' must be a number but is '" + value + "'");
    }

    public boolean flag(String name) {
        return number(name, 0) != 0;
    }

    /** Returns the geometry of a pooling, whose attributes are those of all poolings and {@code more}. */
    public Window poolingWindow(List<Long> inputShape, String more) {
        allow("kernel_shape", "strides", "pads", "dilations", "ceil_mode", "auto_pad", more);
        requirePlanes(inputShape);
        if (flag("ceil_mode")) {
            throw problem("ceil_mode 1 cannot be run; only 0 can");
        }
        if (!"NOTSET".equals(spec.attributes().getOrDefault("auto_pad", "NOTSET"))) {
            throw problem("auto_pad cannot be run; write the padding out as pads");
        }
        List<Long> kernel = numbers("kernel_shape", List.of(), 2);
        List<Long> pads = numbers("pads", List.of(0L, 0L, 0L, 0L), 4);
        Pair dilation = pair(numbers("dilations", List.of(1L, 1L), 2));
        long widest = Math.max(
                Math.max(pads.get(0), pads.get(2)) - Math.multiplyExact(dilation.height(), kernel.get(0) - 1),
                Math.max(pads.get(1), pads.get(3)) - Math.multiplyExact(dilation.width(), kernel.get(1) - 1));
        if (widest > 0) {
            throw problem(
                    "the pads " + pads + " are wider than the kernel, so that some outputs would see padding only");
        }
        return window(
                inputShape,
                pair(kernel),
                pair(numbers("strides", List.of(1L, 1L), 2)),
                new Pair(pads.get(0), pads.get(1)),
                new Pair(pads.get(2), pads.get(3)),
                dilation);
    }

    public Window window(List<Long> inputShape, Pair kernel, Pair stride, Pair before, Pair after, Pair dilation) {
        return Shapes.window(id, spec, inputShape, kernel, stride, before, after, dilation);
    }

    /** Returns the geometry of a pooling over whole planes, which has no attributes. */
    public Window wholePlane(List<Long> inputShape) {
        allow();
        requirePlanes(inputShape);
        Pair plane = new Pair(inputShape.get(1), inputShape.get(2));
        return window(inputShape, plane, Pair.of(1), Pair.of(0), Pair.of(0), Pair.of(1));
    }

    /** Returns a list of texts of any length, empty where the attribute is missing. */
    public List<String> words(String name) {
        Object value = spec.attributes().getOrDefault(name, List.of());
        if (value instanceof Collection<?> values && values.stream().allMatch(String.class::isInstance)) {
            return values.stream().map(String.class::cast).toList();
        }
        throw problem("'" + name + "' must be a list of texts but is '" + value + "'");
    }

    /** Returns a list of whole numbers of any length. */
    public List<Long> numbers(String name) {
        Object value = spec.attributes().get(name);
        int count = value instanceof Collection<?> values ? values.size() : -1;
        return numbers(name, List.of(), count);
    }

    public LayerId id() {
        return id;
    }

    public List<Long> numbers(String name, List<Long> otherwise, int count) {
        Object value = spec.attributes().getOrDefault(name, otherwise);
        var numbers = new ArrayList<Long>();
        if (value instanceof Collection<?> values) {
            for (Object each : values) {
                if (each instanceof Long || each instanceof Integer) {
                    numbers.add(((Number) each).longValue());
                }
            }
        }
        if (numbers.size() != count) {
            throw problem("'" + name + "' must be a list of " + count + " whole numbers"
                    + (spec.attributes().containsKey(name) ? " but is '" + value + "'" : " but is missing"));
        }
        return numbers;
    }

    public static Pair pair(List<Long> numbers) {
        return new Pair(numbers.get(0), numbers.get(1));
    }
}
