/** How a share of weights is spread over layers. */
@NullMarked
package org.espalier.engine.mask.distribution;

import org.jspecify.annotations.NullMarked;
