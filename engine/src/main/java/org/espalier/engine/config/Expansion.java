package org.espalier.engine.config;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.espalier.engine.config.Node.Entry;
import org.espalier.engine.config.Node.Kind;
import org.espalier.engine.config.Node.Mapping;
import org.espalier.engine.config.Node.Scalar;
import org.espalier.engine.config.Node.Sequence;

/**
 * Writes out what {@link Expands} abbreviates, before anything is made of it. A mention is a whole value, {@code $keep};
 * what is written out mentions nothing any more, so writing it out again changes nothing.
 */
final class Expansion {
    /** More would be a mistake, or made to exhaust memory. */
    private static final int MOST_SETTINGS = 100;

    static final Pattern MENTION = Pattern.compile("\\$[A-Za-z][A-Za-z0-9-]*");

    private final String option;
    private final List<Map<String, Scalar>> settings;
    private final Problems problems;

    private Expansion(String option, List<Map<String, Scalar>> settings, Problems problems) {
        this.option = option;
        this.settings = settings;
        this.problems = problems;
    }

    /** Returns options with those written out that others expand; nothing when that cannot be, and why is a problem then. */
    static Optional<Mapping> of(Shape shape, Mapping options, Problems problems) {
        Optional<Mapping> expanded = Optional.of(options);
        for (Option option : shape.options()) {
            Expands expands = option.field().getAnnotation(Expands.class);
            Entry target = expands == null ? null : options.entries().get(expands.value());
            if (expands != null && target != null && target.value() instanceof Mapping entries) {
                Optional<Mapping> writtenOut = settings(option, options, problems)
                        .flatMap(settings -> new Expansion(option.name(), settings, problems).of(entries));
                expanded = expanded.flatMap(
                        all -> writtenOut.map(every -> all.with(expands.value(), new Entry(target.place(), every))));
            }
        }
        return expanded;
    }

    private static Optional<List<Map<String, Scalar>>> settings(Option option, Mapping options, Problems problems) {
        Entry entry = options.entries().get(option.name());
        if (entry == null) {
            return Optional.of(List.of());
        }
        var settings = new ArrayList<Map<String, Scalar>>();
        if (entry.value() instanceof Sequence list && list.items().size() <= MOST_SETTINGS) {
            list.items().forEach(item -> setting(item).ifPresent(settings::add));
            if (settings.size() == list.items().size()) {
                return Optional.of(settings);
            }
        }
        problems.add(
                entry.value().place(),
                option.name() + " must be a list of at most " + MOST_SETTINGS
                        + " mappings from names to single values, such as [ { keep: 0.1 }, { keep: 0.02 } ]");
        return Optional.empty();
    }

    private static Optional<Map<String, Scalar>> setting(Node node) {
        var values = new LinkedHashMap<String, Scalar>();
        if (node instanceof Mapping mapping) {
            mapping.entries().forEach((name, entry) -> {
                if (entry.value() instanceof Scalar scalar && !scalar.isNothing()) {
                    values.put(name, scalar);
                }
            });
            if (!values.isEmpty() && values.size() == mapping.entries().size()) {
                return Optional.of(values);
            }
        }
        return Optional.empty();
    }

    private Optional<Mapping> of(Mapping entries) {
        var expanded = new LinkedHashMap<String, Entry>();
        boolean whole = true;
        for (Map.Entry<String, Entry> each : entries.entries().entrySet()) {
            Entry entry = each.getValue();
            var mentions = new LinkedHashSet<Scalar>();
            collect(entry.value(), mentions);
            if (mentions.isEmpty()) {
                whole &= put(expanded, each.getKey(), entry);
                continue;
            }
            if (!known(mentions)) {
                whole = false;
                continue;
            }
            for (Map<String, Scalar> setting : settings) {
                String name = each.getKey() + "@" + firstMentioned(setting, mentions);
                whole &= put(expanded, name, new Entry(entry.place(), replaced(entry.value(), setting)));
            }
        }
        return whole ? Optional.of(new Mapping(entries.place(), expanded)) : Optional.empty();
    }

    private static String firstMentioned(Map<String, Scalar> setting, Set<Scalar> mentions) {
        Set<String> names = mentions.stream().map(Expansion::variable).collect(toSet());
        return setting.entrySet().stream()
                .filter(entry -> names.contains(entry.getKey()))
                .findFirst()
                .orElseThrow()
                .getValue()
                .text();
    }

    private boolean put(Map<String, Entry> expanded, String name, Entry entry) {
        boolean isNew = expanded.putIfAbsent(name, entry) == null;
        if (!isNew) {
            problems.add(
                    entry.place(),
                    "'" + name + "' is there twice; the first values of " + option
                            + " that an entry mentions must differ, and no other entry may have such a name");
        }
        return isNew;
    }

    /** Returns whether every setting has a value for each mention; else what is missing is among the problems. */
    private boolean known(Set<Scalar> mentions) {
        boolean known = true;
        for (Scalar mention : mentions) {
            String name = variable(mention);
            boolean missing = settings.isEmpty() || settings.stream().anyMatch(setting -> !setting.containsKey(name));
            if (missing) {
                known = false;
                problems.add(
                        mention.place(),
                        "'" + mention.text() + "' has no value; each of " + option + " must give one, such as " + option
                                + ": [ { " + name + ": 0.1 } ]");
            }
        }
        return known;
    }

    private static void collect(Node node, Set<Scalar> mentions) {
        if (node instanceof Scalar scalar) {
            if (isMention(scalar)) {
                mentions.add(scalar);
            }
        } else if (node instanceof Sequence list) {
            list.items().forEach(item -> collect(item, mentions));
        } else if (node instanceof Mapping mapping) {
            mapping.entries().values().forEach(entry -> collect(entry.value(), mentions));
        }
    }

    private static Node replaced(Node node, Map<String, Scalar> setting) {
        if (node instanceof Scalar scalar) {
            Scalar value = isMention(scalar) ? setting.get(variable(scalar)) : null;
            return value == null ? scalar : new Scalar(scalar.place(), value.kind(), value.text());
        }
        if (node instanceof Sequence list) {
            return new Sequence(
                    list.place(),
                    list.items().stream().map(item -> replaced(item, setting)).toList());
        }
        Mapping mapping = (Mapping) node;
        var entries = new LinkedHashMap<String, Entry>();
        mapping.entries()
                .forEach(
                        (name, entry) -> entries.put(name, new Entry(entry.place(), replaced(entry.value(), setting))));
        return new Mapping(mapping.place(), entries);
    }

    private static boolean isMention(Scalar scalar) {
        return scalar.kind() == Kind.TEXT && MENTION.matcher(scalar.text()).matches();
    }

    private static String variable(Scalar mention) {
        return mention.text().substring(1);
    }
}
