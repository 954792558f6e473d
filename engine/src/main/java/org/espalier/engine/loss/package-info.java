/** Losses that networks are trained with. */
@NullMarked
package org.espalier.engine.loss;

import org.jspecify.annotations.NullMarked;
