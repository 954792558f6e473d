package org.espalier.plugins.alds;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.espalier.api.budget.Choice;

/**
 * One k-subset factorization of a layer.
 *
 * @param family what those of one scheme and one number of groups are called; see {@link #family(Folding, Subset)}
 * @param folding the folding scheme
 * @param subset the groups
 * @param rank the rank {@code j} of each group
 * @param measure what its error is
 */
record SubsetChoice(String family, Folding folding, Subset subset, int rank, double cost, ErrorMeasure measure)
        implements Choice {
    static final String GROUPS = "k";
    static final String SCHEME = "scheme";
    static final String RANK = "rank";
    static final String FULL_RANK = "full-rank";

    /** Returns the knobs of a choice that is a rank of so many. */
    static Map<String, Integer> ranks(int rank, int full) {
        var knobs = new LinkedHashMap<String, Integer>();
        knobs.put(RANK, rank);
        knobs.put(FULL_RANK, full);
        return knobs;
    }

    /** Returns the name of a family, which all of its choices share: solvers ask for it again and again. */
    static String family(Folding folding, Subset subset) {
        return "k=" + subset.groups() + ", " + folding.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String label() {
        return family + ", rank " + rank;
    }

    @Override
    public Map<String, Integer> knobs() {
        var knobs = new LinkedHashMap<String, Integer>();
        knobs.put(GROUPS, subset.groups());
        knobs.put(SCHEME, folding.number());
        knobs.putAll(ranks(rank, subset.fullRank()));
        return knobs;
    }

    @Override
    public double error() {
        return measure.error(subset, rank);
    }

    @Override
    public double errorAtLeast() {
        return measure.atLeast(subset, rank);
    }

    @Override
    public double errorAtMost() {
        return measure.atMost(subset, rank);
    }
}
