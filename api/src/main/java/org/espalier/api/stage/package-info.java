/**
 * Steps of a pipeline, and the bench they work at.
 */
@NullMarked
package org.espalier.api.stage;

import org.jspecify.annotations.NullMarked;
