package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

/**
 * A value, and how the resolved file writes it.
 *
 * @param resolved the value's node with every default filled in
 */
record Bound(Object value, Node resolved) {
    Bound {
        requireNonNull(value, "value is null");
        requireNonNull(resolved, "resolved is null");
    }
}
