/**
 * Judging weights: criteria, what they may look at, and what they may have measured.
 */
@NullMarked
package org.espalier.api.score;

import org.jspecify.annotations.NullMarked;
