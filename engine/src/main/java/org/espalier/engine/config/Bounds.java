package org.espalier.engine.config;

import static java.util.stream.Collectors.joining;

import jakarta.validation.Constraint;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Jakarta Validation's annotations demand of a value, in words and as numbers.
 *
 * @param low bounds from below; all must hold
 * @param high bounds from above; all must hold
 * @param smallest fewest entries or characters, at least 0
 * @param largest most entries or characters
 * @param notBlank whether a text must have more than white space
 * @param others whether there are constraints that this knows no words for
 */
record Bounds(List<End> low, List<End> high, int smallest, int largest, boolean notBlank, boolean others) {
    private static final Set<Class<? extends Annotation>> KNOWN = Set.of(
            DecimalMin.class,
            DecimalMax.class,
            Min.class,
            Max.class,
            Positive.class,
            PositiveOrZero.class,
            Negative.class,
            NegativeOrZero.class,
            Size.class,
            NotEmpty.class,
            NotBlank.class);

    static final Bounds NONE = new Bounds(List.of(), List.of(), 0, Integer.MAX_VALUE, false, false);

    /**
     * One end of an interval.
     *
     * @param open whether the end itself is outside
     */
    record End(BigDecimal value, boolean open) {}

    static Bounds of(AnnotatedElement element) {
        List<End> low = new ArrayList<>();
        List<End> high = new ArrayList<>();
        int smallest = 0;
        int largest = Integer.MAX_VALUE;
        boolean notBlank = false;
        boolean others = false;
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation instanceof DecimalMin bound) {
                low.add(new End(new BigDecimal(bound.value()), !bound.inclusive()));
            } else if (annotation instanceof DecimalMax bound) {
                high.add(new End(new BigDecimal(bound.value()), !bound.inclusive()));
            } else if (annotation instanceof Min bound) {
                low.add(new End(BigDecimal.valueOf(bound.value()), false));
            } else if (annotation instanceof Max bound) {
                high.add(new End(BigDecimal.valueOf(bound.value()), false));
            } else if (annotation instanceof Positive || annotation instanceof PositiveOrZero) {
                low.add(new End(BigDecimal.ZERO, annotation instanceof Positive));
            } else if (annotation instanceof Negative || annotation instanceof NegativeOrZero) {
                high.add(new End(BigDecimal.ZERO, annotation instanceof Negative));
            } else if (annotation instanceof Size size) {
                smallest = Math.max(smallest, size.min());
                largest = Math.min(largest, size.max());
            } else if (annotation instanceof NotEmpty) {
                smallest = Math.max(smallest, 1);
            } else if (annotation instanceof NotBlank) {
                notBlank = true;
            } else {
                others |= annotation.annotationType().isAnnotationPresent(Constraint.class);
            }
        }
        return new Bounds(List.copyOf(low), List.copyOf(high), smallest, largest, notBlank, others);
    }

    /** Returns whether this has words for a constraint. */
    static boolean knows(Annotation constraint) {
        return KNOWN.contains(constraint.annotationType());
    }

    /** Returns whether nothing is demanded. */
    boolean none() {
        return equals(NONE);
    }

    /** Returns what is demanded, such as {@code between 0 and 1}; empty when nothing is that this has words for. */
    String words() {
        return Stream.of(interval(), size(), notBlank ? "not blank" : "")
                .filter(part -> !part.isEmpty())
                .collect(joining(", "));
    }

    /**
     * Returns what is wrong with a value for which the constraint is violated, such as
     * {@code must be between 0 and 1 but was 1.5}.
     *
     * @param constraint the annotation
     * @param value the value
     * @param shown the value in words
     * @param message the constraint's own message, for those that this has no words for
     */
    String violated(Annotation constraint, Object value, String shown, String message) {
        if (constraint instanceof Size || constraint instanceof NotEmpty) {
            String found = value instanceof CharSequence text
                    ? Integer.toString(text.length())
                    : Integer.toString(value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size());
            return smallest == 1 && found.equals("0")
                    ? "must not be empty"
                    : "must have " + entries() + (value instanceof CharSequence ? " characters" : " entries")
                            + " but has " + found;
        }
        if (constraint instanceof NotBlank) {
            return "must not be blank";
        }
        return (knows(constraint) ? "must be " + interval() : message) + " but was " + shown;
    }

    private String interval() {
        if (low.size() == 1
                && high.size() == 1
                && !low.get(0).open()
                && !high.get(0).open()) {
            return "between " + plain(low.get(0)) + " and " + plain(high.get(0));
        }
        Stream<String> lows = low.stream().map(end -> (end.open() ? "above " : "at least ") + plain(end));
        Stream<String> highs = high.stream().map(end -> (end.open() ? "below " : "at most ") + plain(end));
        return Stream.concat(lows, highs).collect(joining(" and "));
    }

    private static String plain(End end) {
        return end.value().toPlainString();
    }

    private String size() {
        if (smallest == 0 && largest == Integer.MAX_VALUE) {
            return "";
        }
        return smallest == 1 && largest == Integer.MAX_VALUE ? "not empty" : "of size " + entries();
    }

    private String entries() {
        if (largest == Integer.MAX_VALUE) {
            return "at least " + smallest;
        }
        if (smallest == 0) {
            return "at most " + largest;
        }
        return smallest == largest ? Integer.toString(smallest) : smallest + " to " + largest;
    }
}
