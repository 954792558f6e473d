package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.espalier.api.plugin.Knob;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/** Runs stages several times over. */
public record Repeat(
        @Knob("how often") @Positive int times,
        @Knob("the stages of one round") @NotEmpty List<Stage> do_) implements Stage, Agenda.Foreseen {
    public Repeat {
        do_ = List.copyOf(do_);
    }

    @Override
    public void run(Workbench bench) {
        for (int round = 1; round <= times; round++) {
            bench.run("[" + round + "]", do_);
        }
    }

    @Override
    public void foresee(Agenda agenda, String path) {
        agenda.rounds(path, times, do_);
    }

    @Override
    public List<Stage> inner() {
        return do_;
    }

    @Override
    public boolean reentrant() {
        return true;
    }
}
