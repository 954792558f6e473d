/** Changing what a network is made of: replacing a layer by a chain. */
@NullMarked
package org.espalier.engine.surgery;

import org.jspecify.annotations.NullMarked;
