/** The memory that kernels compute in. */
@NullMarked
package org.espalier.engine.kernel.memory;

import org.jspecify.annotations.NullMarked;
