package org.espalier.engine.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Texts from elsewhere, such as names in a file, made fit for a message on a terminal. */
public final class Shown {
    private static final int LONGEST = 100;
    private static final int MOST = 10;

    private Shown() {}

    /** Returns a name or value of a file on one line, cut when it is long, without characters that a terminal obeys. */
    public static String cut(String text) {
        return cut(text, LONGEST);
    }

    /** Returns a text as {@link #cut(String)} does, with so many characters of it at most. */
    public static String cut(String text, int most) {
        return escaped(text.length() > most ? text.substring(0, most) + "…" : text, "");
    }

    /**
     * Returns a text without characters that a terminal obeys or that turn the direction of what follows: each becomes its
     * escape, such as {@code \u001b}. Ends of lines and tabs stay; a carriage return by itself, which writes over its line,
     * does not.
     */
    public static String plain(String text) {
        return escaped(text.replace("\r\n", "\n"), "\n\t");
    }

    private static String escaped(String text, String kept) {
        if (text.chars().noneMatch(c -> obeyed(c, kept))) {
            return text;
        }
        return text.chars()
                .mapToObj(c -> obeyed(c, kept) ? escape(c) : String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, "\\u%04x", c);
        };
    }

    /** Returns the first ten of several items, with the number of the others. */
    public static String first(List<String> items, String separator) {
        return first(items, separator, MOST);
    }

    /** Returns the first of several items, with the number of the others. */
    public static String first(List<String> items, String separator, int most) {
        return items.size() <= most
                ? String.join(separator, items)
                : String.join(separator, items.subList(0, most)) + " and " + (items.size() - most) + " more";
    }

    private static boolean obeyed(int c, String kept) {
        int type = Character.getType((char) c);
        return kept.indexOf(c) < 0
                && (type == Character.CONTROL
                        || (type == Character.FORMAT && c != '\u200d')
                        || type == Character.LINE_SEPARATOR
                        || type == Character.PARAGRAPH_SEPARATOR);
    }
}
