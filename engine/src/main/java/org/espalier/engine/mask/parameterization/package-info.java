/** How trained numbers become weights, and what pulls at them. */
@NullMarked
package org.espalier.engine.mask.parameterization;

import org.jspecify.annotations.NullMarked;
