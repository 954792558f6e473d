/** The contracts that every plugin passes, ours or not. */
@NullMarked
package org.espalier.testkit;

import org.jspecify.annotations.NullMarked;
