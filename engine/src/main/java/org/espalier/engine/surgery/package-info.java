/** Changing what a network is made of: replacing a layer by a chain, or its matrices by products, and multiplying chains out. */
@NullMarked
package org.espalier.engine.surgery;

import org.jspecify.annotations.NullMarked;
