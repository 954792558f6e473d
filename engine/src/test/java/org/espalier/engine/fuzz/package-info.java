/** Mutated inputs for everything that reads files. */
@NullMarked
package org.espalier.engine.fuzz;

import org.jspecify.annotations.NullMarked;
