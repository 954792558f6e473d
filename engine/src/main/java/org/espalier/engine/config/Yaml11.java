package org.espalier.engine.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words that are texts in YAML 1.2, which pipeline files are written in, and something else in YAML 1.1, which many tools
 * still read: {@code on} is a truth value there, {@code 2:4} is the number 124.
 */
public final class Yaml11 {
    private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "on", "off", "<<", "=");

    /** Numbers to the base of 60, of two, with a zero in front or with underscores; and days. */
    private static final Pattern NUMBERS = Pattern.compile("[-+]?\\d[\\d_]*(:[0-5]?\\d)+(\\.[\\d_]*)?"
            + "|[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?\\d[\\d,_.]*_[\\d_.]*|\\d{4}-\\d\\d?-\\d\\d?");

    private Yaml11() {}

    /** Returns whether YAML 1.1 reads a text as something else than a text. */
    public static boolean misreads(String text) {
        return WORDS.contains(text.toLowerCase(Locale.ROOT))
                || NUMBERS.matcher(text).matches();
    }
}
