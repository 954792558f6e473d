/** Data: the sources that ship with the engine, how examples are split and prepared, and the batches that training takes. */
@NullMarked
package org.espalier.engine.data;

import org.jspecify.annotations.NullMarked;
