package org.espalier.engine.kernel;

import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;

/** Which element each output of a max pooling came from: its index within the input plane, in c order of the outputs. */
public final class ArgMaxIndices {
    private final int[] indices;

    private ArgMaxIndices(int count) {
        indices = new int[count];
    }

    /** Returns a layer's own. */
    public static int[] of(Workspace workspace, Value output) {
        return workspace.get(ArgMaxIndices.class, () -> new ArgMaxIndices(Math.toIntExact(output.length()))).indices;
    }
}
