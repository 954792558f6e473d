/** The operators of a graph, one class each: what it computes forward and backward. */
@NullMarked
package org.espalier.engine.network.operator;

import org.jspecify.annotations.NullMarked;
