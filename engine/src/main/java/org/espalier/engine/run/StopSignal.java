package org.espalier.engine.run;

/** Whether somebody asked a run to stop; may be asked from any thread. */
public final class StopSignal {
    private volatile boolean asked;

    /** Asks the run to stop at its next step. */
    public void ask() {
        asked = true;
    }

    boolean asked() {
        return asked;
    }
}
