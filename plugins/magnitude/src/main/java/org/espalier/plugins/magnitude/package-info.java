/**
 * Pruning by magnitude, after Han et al. 2015: criteria, the threshold policies, and what goes with them at retraining.
 *
 * <p>Ranking, counting and masks are the engine's; what is here says only which weights are small.
 */
@NullMarked
package org.espalier.plugins.magnitude;

import org.jspecify.annotations.NullMarked;
