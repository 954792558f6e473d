/** Loops over blocks of Java arrays, on several threads, around OpenBLAS. */
@NullMarked
package org.espalier.engine.kernel.blas;

import org.jspecify.annotations.NullMarked;
