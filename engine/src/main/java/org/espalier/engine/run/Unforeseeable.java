package org.espalier.engine.run;

/** Ends the rehearsal of a stage or a hook where it asks for what only the run will know. */
final class Unforeseeable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unforeseeable() {
        super("only the run will know", null, false, false);
    }
}
