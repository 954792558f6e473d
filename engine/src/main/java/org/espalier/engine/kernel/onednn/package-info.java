/** Operations that oneDNN computes: convolutions, pooling, normalisation, recurrence. */
@NullMarked
package org.espalier.engine.kernel.onednn;

import org.jspecify.annotations.NullMarked;
