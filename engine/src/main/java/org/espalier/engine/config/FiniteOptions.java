package org.espalier.engine.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.config.Node.Mapping;
import org.espalier.engine.config.Node.Sequence;
import org.jspecify.annotations.Nullable;

/** Checks that numbers are finite: an option takes {@code .inf} only where its knob says so. */
final class FiniteOptions {
    private FiniteOptions() {}

    /**
     * Checks one option's value, and what is in it.
     *
     * @param node what the value was made of
     * @return whether all is well; else each mistake is among the problems
     */
    static boolean hold(Option option, Object value, Node node, Problems problems) {
        return mayBeInfinite(option) || hold(option.name(), value, node, problems);
    }

    private static boolean mayBeInfinite(Option option) {
        @Nullable Knob knob = option.field().getAnnotation(Knob.class);
        return knob != null && (knob.infinite() || knob.otherwise().contains("inf"));
    }

    private static boolean hold(String what, Object value, Node node, Problems problems) {
        if (value instanceof Double || value instanceof Float) {
            boolean finite = Double.isFinite(((Number) value).doubleValue());
            if (!finite) {
                problems.add(node.place(), what + " must be finite but was " + node.shown());
            }
            return finite;
        }
        boolean finite = true;
        if (value instanceof Collection<?> values && node instanceof Sequence sequence) {
            List<?> each = new ArrayList<>(values);
            for (int i = 0; i < each.size(); i++) {
                finite &=
                        hold(what + "[" + i + "]", each.get(i), sequence.items().get(i), problems);
            }
        }
        if (value instanceof Map<?, ?> values && node instanceof Mapping mapping) {
            for (Map.Entry<?, ?> entry : values.entrySet()) {
                Node.Entry written = mapping.entries().get(String.valueOf(entry.getKey()));
                finite &= hold(
                        what + "." + entry.getKey(),
                        entry.getValue(),
                        written == null ? node : written.value(),
                        problems);
            }
        }
        return finite;
    }
}
