package org.espalier.engine.plugin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the SPI, {@code major.minor}. */
record SpiVersion(int major, int minor) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    /** Reads a version; empty when the text is none. */
    static Optional<SpiVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SpiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
    }

    /** Returns whether a plugin built for {@code other} works here: the same major version, and no newer minor one. */
    boolean accepts(SpiVersion other) {
        return major == other.major && other.minor <= minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
