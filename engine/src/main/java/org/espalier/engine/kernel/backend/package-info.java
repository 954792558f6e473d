/** Which kernel this machine computes with, put together from the others. */
@NullMarked
package org.espalier.engine.kernel.backend;

import org.jspecify.annotations.NullMarked;
