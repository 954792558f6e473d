/** How channels hang together through a graph: which go only with which, and what is dead. */
@NullMarked
package org.espalier.engine.network.channel;

import org.jspecify.annotations.NullMarked;
