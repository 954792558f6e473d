package org.espalier.plugins.regrowth;

import java.util.Set;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Instruments;
import org.espalier.api.score.Need;

/**
 * What the optimizer keeps for each weight.
 *
 * @param name which of its arrays: {@code momentum}, or {@code mean} and {@code square} of Adam
 */
record Slot(String name) implements Evidence<Tensors> {
    @Override
    public Tensors gather(Instruments instruments) {
        return Tensors.of(
                instruments.network().prunable(),
                info -> instruments.optimizerState(info.id(), name).dup('c'));
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.OPTIMIZER_STATE);
    }
}
