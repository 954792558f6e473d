package org.espalier.plugins.regrowth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Scope;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Scoring;

/** Counts and picks units, bundle by bundle. */
final class Units {
    private Units() {}

    /** Returns how many units of each bundle are alive. */
    static long[] alive(List<Bundle> bundles, MaskSet masks) {
        return bundles.stream().mapToLong(bundle -> bundle.alive(masks).alive()).toArray();
    }

    /** Returns how many units each bundle has room for beside {@code survivors}. */
    static long[] room(List<Bundle> bundles, long[] survivors) {
        return less(bundles.stream().mapToLong(Bundle::units).toArray(), survivors);
    }

    /** Returns the differences of two counts, one by one. */
    static long[] less(long[] from, long[] what) {
        long[] rest = from.clone();
        Arrays.setAll(rest, i -> from[i] - what[i]);
        return rest;
    }

    /** Returns the masks of what {@code masks} has dead. */
    static MaskSet dead(MaskSet masks) {
        return masks.zip(masks, (mask, same) -> mask.not());
    }

    /** Returns masks of the same parameters with nothing alive. */
    static MaskSet none(MaskSet masks) {
        return masks.zip(masks, (mask, same) -> mask.andNot(same));
    }

    /** Returns, of each bundle, as many of the eligible units as {@code counts} says, best first. */
    static MaskSet best(long[] counts, List<Bundle> bundles, Tensors scores, MaskSet eligible, Scoring scoring) {
        var scopes = new ArrayList<Scope>();
        for (int i = 0; i < counts.length; i++) {
            scopes.add(new Scope.Pool(List.of(bundles.get(i)), counts[i]));
        }
        return scoring.selector().keepBest(new Allocation(scopes), scores, eligible, none(eligible));
    }
}
