/**
 * What the test kit adds where the engine is at hand: a plugin loaded as a user's installation loads it, and components made
 * from what users write. {@link org.espalier.testkit} does without the engine.
 */
@NullMarked
package org.espalier.testkit.engine;

import org.jspecify.annotations.NullMarked;
