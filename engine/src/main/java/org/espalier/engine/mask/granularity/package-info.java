/** What is kept or removed as one: elements, blocks, neurons, filters, channels, layers. */
@NullMarked
package org.espalier.engine.mask.granularity;

import org.jspecify.annotations.NullMarked;
