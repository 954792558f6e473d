/** A network as it runs: its graph made into layers, forward and backward, and its memory. */
@NullMarked
package org.espalier.engine.network;

import org.jspecify.annotations.NullMarked;
