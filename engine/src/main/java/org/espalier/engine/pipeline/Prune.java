package org.espalier.engine.pipeline;

import java.util.Optional;
import java.util.Set;
import org.espalier.api.budget.Aim;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Evidence;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/** Changes the masks once, by a policy. */
public record Prune(@Knob("who decides on the next masks") MaskPolicy policy) implements Stage {
    @Override
    public void run(Workbench bench) {
        bench.commit(policy.next(bench.scoring(policy.evidence())));
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return policy.evidence();
    }

    @Override
    public Optional<Aim> aim() {
        return policy.aim();
    }

    @Override
    public boolean keepsLayers() {
        return true;
    }
}
