package org.espalier.engine.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.espalier.engine.config.Node.Entry;
import org.espalier.engine.config.Node.Kind;
import org.espalier.engine.config.Node.Mapping;
import org.espalier.engine.config.Node.Scalar;
import org.espalier.engine.config.Node.Sequence;
import org.espalier.engine.text.Shown;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Makes nodes of YAML 1.2 (core schema), one document of it. Built on the parser's events rather than on its node tree,
 * so that text made to exhaust memory or stack is refused before it has any effect.
 */
final class YamlReader {
    static final int DEEPEST = 100;
    static final int LONGEST_VALUE = 1 << 20;
    static final int MOST_VALUES = 200_000;
    /** What aliases may make of a file of the largest size. */
    static final int MOST_CHARACTERS = 2 * Source.LARGEST;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(Source.LARGEST)
            .setSchema(new CoreSchema())
            .build();
    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();
    private static final Map<Tag, Kind> KINDS = Map.of(
            Tag.NULL, Kind.NOTHING,
            Tag.BOOL, Kind.TRUTH,
            Tag.INT, Kind.WHOLE,
            Tag.FLOAT, Kind.DECIMAL,
            Tag.STR, Kind.TEXT);

    /** The key of YAML 1.1 that takes over all entries of another mapping. */
    private static final String MERGE = "<<";

    /** How large a node is once its aliases are written out. */
    private record Size(long values, long characters) {}

    private record Anchored(Node node, Size size) {}

    /** Why the rest of the text is not looked at. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Place place;
        private final String reason;

        Refusal(Place place, String reason) {
            super(reason, null, false, false);
            this.place = place;
            this.reason = reason;
        }
    }

    private final Function<Location, Place> places;
    private final String source;
    private final Problems problems;
    private final YamlEvents parser;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private final Set<Anchor> open = new HashSet<>();
    private long values;
    private long characters;
    private int depth;

    private YamlReader(String source, StreamReader text, Function<Location, Place> places, Problems problems) {
        this.source = source;
        this.places = places;
        this.problems = problems;
        this.parser = new YamlEvents(SETTINGS, text);
    }

    /**
     * Reads a text that a user wrote.
     *
     * @return nothing when it is no YAML or was refused; what is wrong is among the problems then
     */
    static Optional<Node> read(Source source, Problems problems) {
        return read(source, Place::written, problems);
    }

    /** Reads a text that all stands at one place, a plugin's or an override's. */
    static Optional<Node> read(String text, Place place, Problems problems) {
        return read(new Source(place.location().source(), text), location -> place, problems);
    }

    private static Optional<Node> read(Source source, Function<Location, Place> places, Problems problems) {
        String text = source.text().startsWith("\uFEFF") ? source.text().substring(1) : source.text();
        Optional<Problem> unreadable = YamlFaults.unreadable(source.name(), text);
        if (unreadable.isPresent()) {
            problems.add(
                    places.apply(unreadable.get().location()), unreadable.get().message());
            return Optional.empty();
        }
        var reader = new StreamReader(SETTINGS, text);
        try {
            return Optional.of(new YamlReader(source.name(), reader, places, problems).document());
        } catch (Refusal refusal) {
            problems.add(refusal.place, refusal.reason);
        } catch (YamlEvents.Unparsable wrong) {
            Problem problem = YamlFaults.of(source.name(), wrong.reason(), reader);
            problems.add(places.apply(problem.location()), problem.message());
        }
        return Optional.empty();
    }

    private Place place(Event event) {
        return places.apply(YamlFaults.location(source, event.getStartMark()));
    }

    private Node document() {
        parser.next(); // the stream's start
        if (parser.isNext(Event.ID.StreamEnd)) {
            return new Scalar(places.apply(new Location(source, 1, 1)), Kind.NOTHING, "");
        }
        parser.next(); // the document's start
        Node root = node();
        parser.next(); // the document's end
        if (!parser.isNext(Event.ID.StreamEnd)) {
            throw new Refusal(
                    place(parser.peek()), "a second document begins here; a file holds one. Remove the '---'.");
        }
        return root;
    }

    private Node node() {
        Event event = parser.next();
        if (event instanceof AliasEvent alias) {
            return alias(alias);
        }
        Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
        anchor.ifPresent(open::add);
        Size before = new Size(values, characters);
        Node node = event instanceof ScalarEvent scalar ? scalar(scalar) : collection((CollectionStartEvent) event);
        anchor.ifPresent(name -> {
            open.remove(name);
            anchors.put(name, new Anchored(node, new Size(values - before.values(), characters - before.characters())));
        });
        return node;
    }

    private Node alias(AliasEvent event) {
        Place place = place(event);
        Anchor name = event.getAlias();
        if (open.contains(name)) {
            throw new Refusal(place, "the alias '*" + name + "' stands inside of what it repeats");
        }
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            throw new Refusal(place, "the alias '*" + name + "' repeats nothing: no '&" + name + "' stands before it");
        }
        count(place, anchored.size());
        return anchored.node();
    }

    private void count(Place place, Size size) {
        values += size.values();
        characters += size.characters();
        if (values > MOST_VALUES || characters > MOST_CHARACTERS) {
            throw new Refusal(
                    place,
                    String.format(
                            Locale.ROOT,
                            "with its aliases written out this is more than %,d values or %,d characters, which no"
                                    + " pipeline file needs",
                            MOST_VALUES,
                            MOST_CHARACTERS));
        }
    }

    private Node scalar(ScalarEvent event) {
        Place place = place(event);
        String text = event.getValue();
        if (text.length() > LONGEST_VALUE) {
            throw new Refusal(
                    place,
                    String.format(Locale.ROOT, "this value has %,d characters, which no option needs", text.length()));
        }
        count(place, new Size(1, text.length()));
        Tag plain = RESOLVER.resolve(text, event.isPlain());
        Tag tag = tag(event.getTag(), place).orElse(plain);
        // The lone '!' says: no number or other special value, whatever it looks like.
        Tag meant = tag.equals(new Tag("!")) ? Tag.STR : tag;
        Kind kind = KINDS.get(meant);
        if (kind == null) {
            problems.add(place, "the tag '" + meant.getValue() + "' means nothing here; leave it out");
            return new Scalar(place, Kind.TEXT, text);
        }
        boolean fits = kind == Kind.TEXT
                || meant.equals(RESOLVER.resolve(text, true))
                || (kind == Kind.DECIMAL && RESOLVER.resolve(text, true).equals(Tag.INT));
        if (!fits) {
            problems.add(place, "'" + text + "' is not what its tag '" + meant.getValue() + "' says");
            return new Scalar(place, Kind.TEXT, text);
        }
        return new Scalar(place, kind, text);
    }

    private static Optional<Tag> tag(Optional<String> written, Place place) {
        try {
            return written.map(Tag::new);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    place, "the tag '" + Shown.cut(written.orElse("")) + "' means nothing here; leave it out");
        }
    }

    private Node collection(CollectionStartEvent event) {
        Place place = place(event);
        boolean mapping = event.getEventId() == Event.ID.MappingStart;
        if (++depth > DEEPEST) {
            throw new Refusal(place, "lists and mappings are nested more than " + DEEPEST + " deep here");
        }
        count(place, new Size(1, 0));
        Tag own = mapping ? Tag.MAP : Tag.SEQ;
        tag(event.getTag(), place)
                .filter(tag -> !tag.equals(own))
                .ifPresent(tag ->
                        problems.add(place, "the tag '" + tag.getValue() + "' means nothing here; leave it out"));
        Node node = mapping ? mapping(place) : sequence(place);
        depth--;
        return node;
    }

    private Node sequence(Place place) {
        List<Node> items = new ArrayList<>();
        while (!parser.isNext(Event.ID.SequenceEnd)) {
            items.add(node());
        }
        parser.next();
        return new Sequence(place, items);
    }

    private Node mapping(Place place) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<Node> merged = new ArrayList<>();
        while (!parser.isNext(Event.ID.MappingEnd)) {
            Node key = node();
            Node value = node();
            if (!(key instanceof Scalar name) || key.isNothing()) {
                problems.add(key.place(), "a name must stand before the ':', but here stands " + key.shown());
                continue;
            }
            if (name.text().equals(MERGE)) {
                merged.addAll(value instanceof Sequence several ? several.items() : List.of(value));
                continue;
            }
            Entry first = entries.putIfAbsent(name.text(), new Entry(key.place(), value));
            if (first != null) {
                Location earlier = first.place().location();
                problems.add(
                        key.place(),
                        "'" + name.text() + "' is written twice; it already stands at " + earlier.line() + ":"
                                + earlier.column());
            }
        }
        parser.next();
        merged.forEach(node -> merge(entries, node));
        return new Mapping(place, entries);
    }

    /** Adds what is not there yet, so that what is written out comes before what is repeated from elsewhere. */
    private void merge(Map<String, Entry> entries, Node node) {
        if (node instanceof Mapping mapping) {
            mapping.entries().forEach(entries::putIfAbsent);
        } else {
            problems.add(
                    node.place(),
                    "after '<<' must stand a mapping, such as '*name' of one, but here stands " + node.shown());
        }
    }
}
