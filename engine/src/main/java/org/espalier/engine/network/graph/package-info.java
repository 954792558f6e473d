/** The graph of a network as data: nodes, inputs, shapes. */
@NullMarked
package org.espalier.engine.network.graph;

import org.jspecify.annotations.NullMarked;
