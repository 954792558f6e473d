/** Everything that runs; embeddable without the command line. */
@NullMarked
package org.espalier.engine;

import org.jspecify.annotations.NullMarked;
