package org.espalier.testkit;

import java.util.List;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerView;

/** What the choices of a decomposition are checked for. */
@FunctionalInterface
interface DecompositionCase {
    void check(FakeNetwork network, LayerView layer, List<Choice> choices);
}
