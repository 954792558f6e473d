/** Plain loops for float and double: slow, easy to read, and what the fast kernels are compared with. */
@NullMarked
package org.espalier.engine.kernel.reference;

import org.jspecify.annotations.NullMarked;
