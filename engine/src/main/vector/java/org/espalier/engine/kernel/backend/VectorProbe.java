package org.espalier.engine.kernel.backend;

import jdk.incubator.vector.FloatVector;

/** Says how wide this machine's vectors are; loads only where the JVM was given the module {@code jdk.incubator.vector}. */
public final class VectorProbe {
    private VectorProbe() {}

    /** Returns how many floats one preferred vector holds. */
    public static int preferredFloatLanes() {
        return FloatVector.SPECIES_PREFERRED.length();
    }
}
