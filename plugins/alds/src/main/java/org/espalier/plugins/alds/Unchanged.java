package org.espalier.plugins.alds;

import java.util.Map;
import org.espalier.api.budget.Choice;

/** A layer as it is. */
record Unchanged(double cost) implements Choice {
    @Override
    public String label() {
        return "unchanged";
    }

    @Override
    public Map<String, Integer> knobs() {
        return Map.of();
    }

    @Override
    public double error() {
        return 0;
    }
}
