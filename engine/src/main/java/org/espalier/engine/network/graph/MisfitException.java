package org.espalier.engine.network.graph;

import static java.util.Objects.requireNonNull;

/** Says that an architecture does not fit, and which part of what the user wrote is to blame. */
public final class MisfitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Object part;

    public MisfitException(Object part, String message) {
        super(message);
        this.part = requireNonNull(part, "part is null");
    }

    /** Returns the record that was written there. */
    public Object part() {
        return part;
    }
}
