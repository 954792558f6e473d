package org.espalier.engine.plugin;

/** A name that no plugin, or more than one plugin, offers; the message says what exists and what to do. */
public final class UnknownComponentException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnknownComponentException(String message) {
        super(message);
    }
}
