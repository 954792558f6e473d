/** Finding, loading and naming plugins and the components they offer. */
@NullMarked
package org.espalier.engine.plugin;

import org.jspecify.annotations.NullMarked;
