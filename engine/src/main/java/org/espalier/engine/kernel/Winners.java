package org.espalier.engine.kernel;

/** Which element each output of a max pooling came from: its index within the input plane, in c order of the outputs. */
final class Winners {
    private final int[] indices;

    private Winners(int count) {
        indices = new int[count];
    }

    /** Returns a layer's own. */
    static int[] of(Workspace workspace, Value output) {
        return workspace.get(Winners.class, () -> new Winners(Math.toIntExact(output.length()))).indices;
    }
}
