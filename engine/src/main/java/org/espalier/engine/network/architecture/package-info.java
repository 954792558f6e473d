/** Architectures that a pipeline file can name, and the builder of their graphs. */
@NullMarked
package org.espalier.engine.network.architecture;

import org.jspecify.annotations.NullMarked;
