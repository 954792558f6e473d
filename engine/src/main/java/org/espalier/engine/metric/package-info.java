/** What the core can measure of a network. */
@NullMarked
package org.espalier.engine.metric;

import org.jspecify.annotations.NullMarked;
