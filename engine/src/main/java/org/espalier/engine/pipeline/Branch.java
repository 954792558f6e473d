package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.util.EnumSet;
import java.util.List;
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Knob;
import org.espalier.api.stage.Snapshots.Part;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/** Runs stages on the side and then puts the network back: a control experiment in the middle of a pipeline. */
public record Branch(
        @Knob("what the side experiment is called in reports") @Pattern(regexp = Descriptor.LEGAL_NAME)
        String name,

        @Knob("its stages") @NotEmpty List<Stage> do_)
        implements Stage, Agenda.Foreseen {
    public Branch {
        do_ = List.copyOf(do_);
    }

    @Override
    public void run(Workbench bench) {
        String before = "before branch " + name;
        bench.snapshots().take(before);
        bench.run(":" + name, do_);
        bench.snapshots().restore(before, EnumSet.allOf(Part.class));
    }

    @Override
    public void foresee(Agenda agenda, String path) {
        agenda.stages(path + ":" + name, do_);
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
