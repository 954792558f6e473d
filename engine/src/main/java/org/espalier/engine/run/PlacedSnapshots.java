package org.espalier.engine.run;

import java.util.List;
import java.util.Set;
import org.espalier.api.stage.Snapshots;

/** A run's snapshots as a stage sees them: on the way back to where a resumed run was, what was done stays done. */
record PlacedSnapshots(Snapshots snapshots, Course course) implements Snapshots {
    @Override
    public void take(String name) {
        course.pass(() -> snapshots.take(name));
    }

    @Override
    public void restore(String name, Set<Part> parts) {
        course.pass(() -> snapshots.restore(name, parts));
    }

    @Override
    public List<String> names() {
        return snapshots.names();
    }
}
