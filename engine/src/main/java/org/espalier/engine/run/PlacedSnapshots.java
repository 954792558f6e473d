package org.espalier.engine.run;

import java.util.List;
import java.util.Set;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.stage.Snapshots;

/** A run's snapshots as a stage sees them: on the way back to where a resumed run was, what was done stays done. */
record PlacedSnapshots(RunScope run, String path) implements Snapshots {
    @Override
    public void take(String name) {
        run.course().pass(() -> run.snapshots().take(name));
    }

    @Override
    public void restore(String name, Set<Part> parts) {
        run.course().pass(() -> {
            MaskSet before = run.live().masks();
            run.snapshots().restore(name, parts);
            if (parts.contains(Part.MASKS) && !parts.contains(Part.WEIGHTS)) {
                warnOfZeros(before);
            }
        });
    }

    private void warnOfZeros(MaskSet before) {
        long revived = 0;
        long zeros = 0;
        for (ParamInfo param : run.live().prunable()) {
            Mask own = run.live().masks().get(param.id()).andNot(before.get(param.id()));
            float[] values = Flat.copy(run.live().effective(param.id()));
            revived += own.alive();
            zeros += own.filter(i -> values[(int) i] == 0).alive();
        }
        if (zeros > 0) {
            run.warn(
                    path,
                    zeros + " of " + revived + " weights that come back to life are 0, as they were while masked, and"
                            + " count as alive. Let 'weights' come back with 'masks', or train on");
        }
    }

    @Override
    public List<String> names() {
        return run.snapshots().names();
    }
}
