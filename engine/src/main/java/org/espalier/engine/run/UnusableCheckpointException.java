package org.espalier.engine.run;

/** A checkpoint that a run cannot go on from, whoever wrote it; the one before it may do. */
final class UnusableCheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableCheckpointException(String message) {
        super(message);
    }

    UnusableCheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
