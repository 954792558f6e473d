/** Loops over living weights alone. */
@NullMarked
package org.espalier.engine.kernel.sparse;

import org.jspecify.annotations.NullMarked;
