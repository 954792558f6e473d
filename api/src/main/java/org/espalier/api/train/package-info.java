/**
 * Training: who moves the weights, and who else takes part in a step.
 *
 * <p>A step always runs in this order, called by nobody but the engine: {@code stepStarted}, effective weights, forward,
 * loss, {@code lossComputed}, backward, pullback and regularizers, {@code gradientsComputed}, optimizer, repair,
 * {@code stepFinished}.
 */
@NullMarked
package org.espalier.api.train;

import org.jspecify.annotations.NullMarked;
