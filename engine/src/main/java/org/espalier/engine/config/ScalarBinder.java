package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.espalier.engine.config.Node.Kind;
import org.espalier.engine.config.Node.Scalar;
import org.espalier.engine.text.Suggestions;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Makes numbers, texts and constants of single values. */
final class ScalarBinder {
    /** No number that fits an option has more characters. */
    private static final Pattern PERCENTAGE = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,6})? ?%");

    private static final int LONGEST_NUMBER = 400;

    private final Problems problems;

    ScalarBinder(Problems problems) {
        this.problems = requireNonNull(problems, "problems is null");
    }

    /** Returns the value that {@code node} writes; nothing when it does not, and why is among the problems then. */
    Optional<Bound> bind(ValueType type, String what, Node node) {
        if (!(node instanceof Scalar scalar) || node.isNothing()) {
            return mismatch(type, what, node);
        }
        if (type instanceof ValueType.Whole whole) {
            return whole(whole, what, scalar);
        }
        if (type instanceof ValueType.Decimal decimal) {
            return decimal(decimal, what, scalar);
        }
        if (type instanceof ValueType.Choice choice) {
            return choice(choice, what, scalar);
        }
        if (type instanceof ValueType.Truth) {
            return scalar.kind() == Kind.TRUTH
                    ? truth(scalar, Boolean.parseBoolean(scalar.text()))
                    : mismatch(type, what, node);
        }
        return Optional.of(new Bound(scalar.text(), new Scalar(scalar.place(), Kind.TEXT, scalar.text())));
    }

    /** Reports that a node is not of a type. */
    Optional<Bound> mismatch(ValueType type, String what, Node node) {
        if (node.isNothing()) {
            problems.add(node.place(), what + " has no value; it must be " + type.words());
            return Optional.empty();
        }
        // A quoted number is no number; showing it in quotes, as all texts are, would not say that.
        boolean quoted = node instanceof Scalar scalar
                && scalar.kind() == Kind.TEXT
                && !new CoreSchema()
                        .getScalarResolver()
                        .resolve(scalar.text(), true)
                        .equals(Tag.STR);
        problems.add(
                node.place(),
                what + " must be " + type.words() + " but was " + (quoted ? "the text " : "") + node.shown()
                        + percentage(type, node));
        return Optional.empty();
    }

    private static String percentage(ValueType type, Node node) {
        if (!(type instanceof ValueType.Decimal)
                || !(node instanceof Scalar scalar)
                || !PERCENTAGE.matcher(scalar.text()).matches()) {
            return "";
        }
        String number = scalar.text().substring(0, scalar.text().length() - 1).strip();
        String share =
                new BigDecimal(number).movePointLeft(2).stripTrailingZeros().toPlainString();
        return ". " + number + " % is written " + share;
    }

    private static Optional<Bound> truth(Scalar scalar, boolean value) {
        return Optional.of(new Bound(value, new Scalar(scalar.place(), Kind.TRUTH, Boolean.toString(value))));
    }

    private Optional<Bound> whole(ValueType.Whole type, String what, Scalar scalar) {
        if (scalar.kind() != Kind.WHOLE) {
            return mismatch(type, what, scalar);
        }
        long low = type.wide() ? Long.MIN_VALUE : Integer.MIN_VALUE;
        long high = type.wide() ? Long.MAX_VALUE : Integer.MAX_VALUE;
        Optional<BigInteger> value = Optional.of(scalar.text())
                .filter(text -> text.length() <= LONGEST_NUMBER)
                .map(ScalarBinder::integer)
                .filter(integer -> integer.compareTo(BigInteger.valueOf(low)) >= 0)
                .filter(integer -> integer.compareTo(BigInteger.valueOf(high)) <= 0);
        if (value.isEmpty()) {
            problems.add(
                    scalar.place(), what + " must be between " + low + " and " + high + " but was " + scalar.shown());
            return Optional.empty();
        }
        long number = value.get().longValueExact();
        Object boxed = type.wide() ? (Object) number : (Object) (int) number;
        return Optional.of(new Bound(boxed, new Scalar(scalar.place(), Kind.WHOLE, Long.toString(number))));
    }

    private static BigInteger integer(String text) {
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16);
        }
        return text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    }

    private Optional<Bound> decimal(ValueType.Decimal type, String what, Scalar scalar) {
        Optional<Double> infinite = infinite(scalar.text());
        boolean number = scalar.kind() == Kind.WHOLE || scalar.kind() == Kind.DECIMAL;
        if (infinite.isEmpty()
                && (!number || scalar.text().toLowerCase(Locale.ROOT).equals(".nan"))) {
            return mismatch(type, what, scalar);
        }
        double wide = infinite.orElseGet(() -> finite(scalar.text()));
        double value = type.wide() ? wide : (float) wide;
        if (infinite.isEmpty() && Double.isInfinite(value)) {
            problems.add(scalar.place(), what + " is too large: " + scalar.shown());
            return Optional.empty();
        }
        Object boxed = type.wide() ? (Object) value : (Object) (float) value;
        Kind kind = infinite.isEmpty() ? Kind.DECIMAL : Kind.TEXT;
        return Optional.of(new Bound(boxed, new Scalar(scalar.place(), kind, text(boxed))));
    }

    private static Optional<Double> infinite(String text) {
        String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (!unsigned.equalsIgnoreCase(".inf") && !unsigned.equals("infinity")) {
            return Optional.empty();
        }
        return Optional.of(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }

    private static double finite(String text) {
        boolean based = text.startsWith("0x") || text.startsWith("0o");
        return based ? integer(text).doubleValue() : Double.parseDouble(text);
    }

    /** The word rather than YAML's '.inf', so that what was resolved can also be said in JSON. */
    private static String text(Object number) {
        return number.toString().replace("Infinity", "infinity").replace("E", "e");
    }

    private Optional<Bound> choice(ValueType.Choice type, String what, Scalar scalar) {
        int index = type.names().indexOf(scalar.text().toLowerCase(Locale.ROOT));
        if (index >= 0) {
            return Optional.of(new Bound(
                    type.constants().get(index),
                    new Scalar(scalar.place(), Kind.TEXT, type.names().get(index))));
        }
        String question = Suggestions.didYouMean(Suggestions.nearest(scalar.text(), type.names()));
        problems.add(
                scalar.place(),
                what + " must be " + type.words() + " but was " + scalar.shown()
                        + (question.isEmpty() ? "" : ". " + question));
        return Optional.empty();
    }
}
