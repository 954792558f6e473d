/** Criteria of the core, and evidence that they ask for. */
@NullMarked
package org.espalier.engine.mask.criterion;

import org.jspecify.annotations.NullMarked;
