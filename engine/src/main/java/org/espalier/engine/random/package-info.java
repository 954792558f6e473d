/** Where random numbers come from. */
@NullMarked
package org.espalier.engine.random;

import org.jspecify.annotations.NullMarked;
