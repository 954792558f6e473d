/** Wording of messages: suggestions for names that were not found, and enumerations. */
@NullMarked
package org.espalier.engine.text;

import org.jspecify.annotations.NullMarked;
