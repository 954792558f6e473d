package org.espalier.engine.mask.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.espalier.api.budget.Scope;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Glob;

/** What distributions share: rounding, and parameters that stay as they are. */
public final class Shares {
    /** Below a unit by as much, a product is taken for whole: 0.8 of 100 is 80, not 81. */
    private static final double SLACK = 1e-6;

    private Shares() {}

    /** Returns how many of {@code units} a share of them keeps: all but {@code floor((1 - share) · units)}, as RigL counts. */
    static long kept(double share, long units) {
        return kept(share, (double) units);
    }

    /** Returns the same for a number of units that is an average. */
    static long kept(double share, double units) {
        return Math.max(0, (long) Math.ceil(share * units - SLACK));
    }

    /**
     * Returns the bundles that match one of some patterns.
     *
     * @throws IllegalArgumentException when a pattern matches none; lists the names there are
     */
    static List<Bundle> matching(List<String> patterns, List<Bundle> bundles) {
        List<Bundle> found = new ArrayList<>();
        for (String glob : patterns) {
            List<Bundle> these = bundles.stream().filter(Glob.of(glob)::matches).toList();
            if (these.isEmpty()) {
                throw unmatched(glob, bundles);
            }
            found.addAll(these);
        }
        return found;
    }

    /** Returns the error of a pattern that matches nothing. */
    static IllegalArgumentException unmatched(String glob, List<Bundle> bundles) {
        return new IllegalArgumentException("no prunable parameter matches '" + glob + "'. There are: "
                + bundles.stream().map(Bundle::name).collect(Collectors.joining(", ")));
    }

    /** Returns a scope in which every unit stays. */
    static Scope whole(Bundle bundle) {
        return new Scope.Pool(List.of(bundle), bundle.units());
    }

    /** Returns a scope of one bundle that keeps so many units, at most all. */
    static Scope alone(Bundle bundle, long keep) {
        return new Scope.Pool(List.of(bundle), Math.min(keep, bundle.units()));
    }
}
