/** How first weights are drawn. */
@NullMarked
package org.espalier.engine.network.initializer;

import org.jspecify.annotations.NullMarked;
