/** Which of many scores are the largest, exactly and fast. */
@NullMarked
package org.espalier.engine.mask.selection;

import org.jspecify.annotations.NullMarked;
