/** Pruning by magnitude. */
@NullMarked
package org.espalier.plugins.magnitude;

import org.jspecify.annotations.NullMarked;
