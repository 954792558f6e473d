/** The command line. */
@NullMarked
package org.espalier.dist;

import org.jspecify.annotations.NullMarked;
