package org.espalier.engine.config;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.espalier.engine.config.Node.Mapping;
import org.espalier.engine.config.Node.Sequence;
import org.espalier.engine.plugin.Faults;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Checks values against the bounds of their options, before a record is made of them. */
final class Constraints {
    /** Made with the first bound that is checked: commands that read no file need none. */
    private static final class Lazy {
        static final Validator VALIDATOR = Validation.byProvider(HibernateValidator.class)
                .configure()
                .ignoreXmlConfiguration()
                .messageInterpolator(new OthersOnly())
                .buildValidatorFactory()
                .getValidator();
    }

    /**
     * Makes messages of only those constraints that {@link Bounds} has no words for. The standard ones' own messages hold
     * expressions, which take another library to evaluate.
     */
    private static final class OthersOnly implements MessageInterpolator {
        private final MessageInterpolator parameters = new ParameterMessageInterpolator();

        @Override
        public String interpolate(String template, Context context) {
            return interpolate(template, context, Locale.ROOT);
        }

        @Override
        public String interpolate(String template, Context context, Locale locale) {
            boolean known = Bounds.knows(context.getConstraintDescriptor().getAnnotation());
            return known ? "" : parameters.interpolate(template, context, locale);
        }
    }

    private Constraints() {}

    /**
     * Checks one option's value.
     *
     * @param node what the value was made of
     * @return whether all is well; else each mistake is among the problems
     */
    static boolean hold(Option option, Object value, Node node, Problems problems) {
        if (option.bounds().none() && option.eachBounds().none()) {
            return true;
        }
        Set<? extends ConstraintViolation<?>> violations;
        try {
            violations = Lazy.VALIDATOR.validateValue(
                    option.field().getDeclaringClass(), option.field().getName(), value);
        } catch (ValidationException broken) {
            problems.add(
                    node.place(),
                    option.name() + " cannot be checked: " + Faults.describe(broken)
                            + ". This is a mistake in the plugin; tell its author.");
            return false;
        }
        // Several constraints of one value make one problem, which names them all.
        Map<String, Runnable> reports = new LinkedHashMap<>();
        violations.stream().sorted(Comparator.comparing(Constraints::order)).forEach(violation -> {
            Path.Node last = last(violation);
            String where = last.getIndex() != null
                    ? "[" + last.getIndex() + "]"
                    : last.getKey() != null ? "." + last.getKey() : "";
            Node at = element(node, last);
            Bounds bounds = where.isEmpty() ? option.bounds() : option.eachBounds();
            reports.putIfAbsent(
                    where,
                    () -> problems.add(
                            at.place(),
                            option.name() + where + " "
                                    + bounds.violated(
                                            violation.getConstraintDescriptor().getAnnotation(),
                                            violation.getInvalidValue(),
                                            at.shown(),
                                            violation.getMessage())));
        });
        reports.values().forEach(Runnable::run);
        return reports.isEmpty();
    }

    private static String order(ConstraintViolation<?> violation) {
        return violation.getPropertyPath()
                + violation
                        .getConstraintDescriptor()
                        .getAnnotation()
                        .annotationType()
                        .getName();
    }

    private static Path.Node last(ConstraintViolation<?> violation) {
        Path.Node last = null;
        for (Path.Node node : violation.getPropertyPath()) {
            last = node;
        }
        if (last == null) {
            throw new IllegalStateException("a violation without a path: " + violation);
        }
        return last;
    }

    private static Node element(Node node, Path.Node last) {
        if (last.getIndex() != null && node instanceof Sequence sequence) {
            List<Node> items = sequence.items();
            return items.get(last.getIndex());
        }
        if (last.getKey() != null && node instanceof Mapping mapping) {
            Node.Entry entry = mapping.entries().get(last.getKey().toString());
            return entry == null ? node : entry.value();
        }
        return node;
    }
}
