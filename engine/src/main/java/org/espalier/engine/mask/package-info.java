/**
 * Masks: who may write them, how survivors are picked, and the built-in granularities, distributions, policies and
 * parameterizations. {@link org.espalier.engine.mask.MaskComponents} lists what users can name.
 */
@NullMarked
package org.espalier.engine.mask;

import org.jspecify.annotations.NullMarked;
