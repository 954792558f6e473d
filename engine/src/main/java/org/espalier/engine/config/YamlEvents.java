package org.espalier.engine.config;

import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** What the parser finds in a text, one after the other. */
final class YamlEvents {
    private final Parser parser;

    /** The parser goes no further. */
    static final class Unparsable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final RuntimeException reason;

        Unparsable(RuntimeException reason) {
            super(reason.getMessage(), reason, false, false);
            this.reason = reason;
        }

        RuntimeException reason() {
            return reason;
        }
    }

    YamlEvents(LoadSettings settings, StreamReader text) {
        parser = new ParserImpl(settings, text);
    }

    /** Returns whether the next event is of a kind. */
    boolean isNext(Event.ID kind) {
        return peek().getEventId() == kind;
    }

    /**
     * Returns the next event, which stays the next one.
     *
     * @throws Unparsable when there is none, since the text is no YAML
     */
    Event peek() {
        return parsed(parser::peekEvent);
    }

    /**
     * Returns the next event.
     *
     * @throws Unparsable when there is none, since the text is no YAML
     */
    Event next() {
        return parsed(parser::next);
    }

    /** The parser lets through what numbers and characters refuse that it makes of escapes and tags. */
    private static Event parsed(Supplier<Event> step) {
        try {
            return step.get();
        } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException wrong) {
            throw new Unparsable(wrong);
        }
    }
}
