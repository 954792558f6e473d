package org.espalier.plugins.alds;

import java.util.Map;
import org.espalier.api.budget.Choice;

/** A factorization of which everything is known beforehand. */
record RankChoice(String family, Map<String, Integer> knobs, double cost, double error) implements Choice {
    @Override
    public String label() {
        return family + " " + knobs;
    }
}
