package org.espalier.engine.kernel.memory;

import org.jspecify.annotations.Nullable;

/** How a value lies in memory where that is not plain c order: in blocks of channels, say. Equal ones are laid out alike. */
public interface Layout {
    /** Returns how many elements it takes, padding included. */
    long elements();

    /**
     * Copies content out of this layout.
     *
     * @param from where it lies
     * @param layout the layout to bring it into; null for plain c order
     * @param to where it goes
     */
    void unpack(long from, @Nullable Layout layout, long to);

    /** Copies content from plain c order into this layout. */
    void pack(long from, long to);
}
