package org.espalier.engine.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Texts from elsewhere, such as names in a file, made fit for a message on a terminal. */
public final class Shown {
    private static final int LONGEST = 100;
    private static final int MOST = 10;

    private Shown() {}

    /** Returns a name or value of a file, cut when it is long, without characters that a terminal obeys. */
    public static String cut(String text) {
        return plain(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    }

    /**
     * Returns a text without characters that a terminal obeys or that turn the direction of what follows: each becomes its
     * escape, such as {@code \u001b}. Ends of lines and tabs stay.
     */
    public static String plain(String text) {
        if (text.chars().noneMatch(Shown::obeyed)) {
            return text;
        }
        return text.chars()
                .mapToObj(c -> obeyed(c) ? String.format(Locale.ROOT, "\\u%04x", c) : String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    /** Returns the first ten of several items, with the number of the others. */
    public static String first(List<String> items, String separator) {
        return items.size() <= MOST
                ? String.join(separator, items)
                : String.join(separator, items.subList(0, MOST)) + " and " + (items.size() - MOST) + " more";
    }

    private static boolean obeyed(int c) {
        boolean space = c == '\n' || c == '\t' || c == '\r';
        int type = Character.getType((char) c);
        return !space
                && (type == Character.CONTROL
                        || (type == Character.FORMAT && c != '\u200d')
                        || type == Character.LINE_SEPARATOR
                        || type == Character.PARAGRAPH_SEPARATOR);
    }
}
