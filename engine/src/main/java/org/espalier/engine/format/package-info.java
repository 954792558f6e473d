/** Model files. */
@NullMarked
package org.espalier.engine.format;

import org.jspecify.annotations.NullMarked;
