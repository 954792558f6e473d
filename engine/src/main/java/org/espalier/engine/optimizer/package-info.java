/** Optimizers: how weights move along their gradients, and at which rate. */
@NullMarked
package org.espalier.engine.optimizer;

import org.jspecify.annotations.NullMarked;
