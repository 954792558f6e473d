/**
 * Which weights a network has: masks, what is kept or dropped as one, who decides, and what masks do to training.
 */
@NullMarked
package org.espalier.api.mask;

import org.jspecify.annotations.NullMarked;
