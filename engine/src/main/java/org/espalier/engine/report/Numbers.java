package org.espalier.engine.report;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Numbers as people read them; the same on every machine. */
final class Numbers {
    private Numbers() {}

    /** Writes a share as a percentage of three or four significant digits: {@code 98.41 %}, {@code 3.52 %}. */
    static String percent(double share) {
        double percentage = share * 100;
        if (!Double.isFinite(percentage)) {
            return "–";
        }
        double size = Math.abs(percentage);
        if (size == 0 || size == 100) {
            return String.format(Locale.ROOT, "%.0f %%", percentage);
        }
        int digits = size >= 1 ? 2 : Math.min(6, 2 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%." + digits + "f %%", percentage);
    }

    /** Writes a share as a percentage of three significant digits, without the sign: {@code 98.4}, {@code 3.52}. */
    static String percentage(double share) {
        double percentage = share * 100;
        if (!Double.isFinite(percentage)) {
            return "–";
        }
        if (percentage == 0 || percentage >= 99.95) {
            return String.format(Locale.ROOT, "%.0f", percentage);
        }
        int digits = Math.max(1, Math.min(4, 2 - (int) Math.floor(Math.log10(percentage))));
        return String.format(Locale.ROOT, "%." + digits + "f", percentage);
    }

    /** Returns whether a measure is a share of right answers, of which more is better. */
    static boolean isScore(String measure) {
        String kind = measure.substring(measure.lastIndexOf('.') + 1);
        return kind.equals("accuracy") || kind.equals("mean-recall") || kind.startsWith("top-");
    }

    /** Writes what a measure such as {@code test.accuracy} gave: shares in percent, counts whole, all else in four digits. */
    static String measure(String measure, double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        if (isScore(measure) || measure.endsWith("density")) {
            return percent(value);
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? count((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    /** Writes a whole number with its thousands apart: {@code 266,610}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Writes an ISO-8601 duration as clocks do, {@code 5:14} or {@code 1:02:03}; what is none stays as it is. */
    static String clock(String duration) {
        try {
            long seconds = Math.max(0, Math.round(Duration.parse(duration).toMillis() / 1000.0));
            return seconds < 3600
                    ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                    : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
        } catch (DateTimeParseException e) {
            return duration;
        }
    }

    /** Writes how many times smaller a part is, led by a comma; nothing when it is not. */
    static String times(long whole, long part) {
        if (part <= 0 || part >= whole) {
            return "";
        }
        return String.format(Locale.ROOT, ", %.1f times fewer", (double) whole / part);
    }
}
