package org.espalier.testkit;

import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerView;

/** What a decomposition is checked on. */
@FunctionalInterface
interface DecompositionCase {
    void check(FakeNetwork network, LayerView layer, Choice choice);
}
