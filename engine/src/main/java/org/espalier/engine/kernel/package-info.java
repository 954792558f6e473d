/** The one door to arithmetic. */
@NullMarked
package org.espalier.engine.kernel;

import org.jspecify.annotations.NullMarked;
