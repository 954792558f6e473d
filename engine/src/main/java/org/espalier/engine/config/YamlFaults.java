package org.espalier.engine.config;

import java.util.Locale;
import java.util.Optional;
import org.espalier.engine.text.Shown;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** What is wrong with a text that is no YAML, in the user's words. */
final class YamlFaults {
    private static final String WRONG = "is not valid YAML: ";

    private YamlFaults() {}

    /** Returns why a text cannot be YAML by its size or its characters. */
    static Optional<Problem> unreadable(String source, String text) {
        if (text.length() > Source.LARGEST) {
            return Optional.of(new Problem(Location.of(source), Source.TOO_LARGE));
        }
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            if (!StreamReader.isPrintable(character)) {
                return Optional.of(new Problem(
                        new Location(source, line, column),
                        String.format(Locale.ROOT, "the character U+%04X cannot stand in YAML", character)));
            }
            column = character == '\n' ? 1 : column + 1;
            line += character == '\n' ? 1 : 0;
            i += Character.charCount(character);
        }
        return Optional.empty();
    }

    /**
     * Returns what the parser refused.
     *
     * @param reader how far it came
     */
    static Problem of(String source, RuntimeException wrong, StreamReader reader) {
        if (wrong instanceof MarkedYamlEngineException marked) {
            return new Problem(location(source, marked.getProblemMark().or(marked::getContextMark)), words(marked));
        }
        if (wrong instanceof YamlEngineException) {
            return new Problem(Location.of(source), WRONG + Shown.cut(String.valueOf(wrong.getMessage())));
        }
        return new Problem(location(source, reader.getMark()), WRONG + "an escape or a tag here is cut off or wrong");
    }

    private static String words(MarkedYamlEngineException wrong) {
        if (wrong.getProblem().contains("TAB")) {
            return "a tab cannot stand here; indent with spaces";
        }
        String context = wrong.getContext() == null ? "" : wrong.getContext() + ", ";
        String cure = wrong.getProblem().contains("escape")
                ? ". In double quotes a \\ begins an escape; a path with \\ stands in single quotes, or is written"
                        + " with /"
                : "";
        return WRONG + Shown.plain(context + wrong.getProblem().strip()) + cure;
    }

    /** Returns the place of a mark, counted from 1. */
    static Location location(String source, Optional<Mark> mark) {
        return mark.map(at -> new Location(source, at.getLine() + 1, at.getColumn() + 1))
                .orElse(Location.of(source));
    }
}
