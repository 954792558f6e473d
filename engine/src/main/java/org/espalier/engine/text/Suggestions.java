package org.espalier.engine.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Finds what a user meant by a name that does not exist. */
public final class Suggestions {
    /** Shorter beginnings of a name fit too many names to say anything. */
    private static final int SHORTEST_BEGINNING = 3;

    private Suggestions() {}

    /**
     * Returns the names nearest to {@code asked}: those reached with the fewest slips (a letter missing, added, wrong, or
     * swapped with its neighbour), at most one slip for each three letters; where no name is that near, those that
     * {@code asked} is the beginning of. Names that are equally near are all returned, in the given order.
     */
    public static List<String> nearest(String asked, Collection<String> names) {
        int fewest = Math.max(1, asked.length() / 3);
        List<String> nearest = new ArrayList<>();
        for (String name : names) {
            int slips = slips(asked, name);
            // A name that shares no letter with what was asked is no slip of the pen.
            if (slips > fewest || slips >= Math.max(asked.length(), name.length())) {
                continue;
            }
            if (slips < fewest) {
                nearest.clear();
                fewest = slips;
            }
            nearest.add(name);
        }
        if (!nearest.isEmpty() || asked.length() < SHORTEST_BEGINNING) {
            return List.copyOf(nearest);
        }
        return names.stream().filter(name -> name.startsWith(asked)).toList();
    }

    /** Returns the question {@code Did you mean 'magnitude'?} about the names nearest to {@code asked}; empty without any. */
    public static String didYouMean(String asked, Collection<String> names) {
        return didYouMean(nearest(asked, names));
    }

    /** Returns the question {@code Did you mean 'adam' or 'adamw'?} about the first three names; empty without any. */
    public static String didYouMean(List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        List<String> quoted =
                names.stream().limit(3).map(name -> "'" + name + "'").toList();
        return "Did you mean " + Phrases.enumerate(quoted, "or") + "?";
    }

    /** Counts the slips between two words: the optimal string alignment distance. */
    static int slips(String one, String other) {
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        Arrays.setAll(last, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                row[j] = Math.min(last[j - 1] + (same ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[other.length()];
    }
}
