package org.espalier.engine;

/** A pipeline that cannot go on, for a reason in the user's hands; the message says what, where and what to do. */
public final class PipelineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PipelineException(String message) {
        super(message);
    }

    public PipelineException(String message, Throwable cause) {
        super(message, cause);
    }
}
