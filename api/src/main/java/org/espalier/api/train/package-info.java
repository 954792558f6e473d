/**
 * Training: who moves the weights, and who else takes part in a step.
 *
 * <p>A step is one move of the optimizer. It always runs in this order, called by nobody but the engine: {@code stepStarted}, effective weights, forward,
 * loss, {@code lossComputed}, backward, pullback and regularizers, {@code gradientsComputed}, optimizer, repair,
 * {@code stepFinished}. Where a step takes several batches, all from forward to backward is done for each of them.
 */
@NullMarked
package org.espalier.api.train;

import org.jspecify.annotations.NullMarked;
