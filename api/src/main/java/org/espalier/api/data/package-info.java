/**
 * Examples to train, validate and test with.
 */
@NullMarked
package org.espalier.api.data;

import org.jspecify.annotations.NullMarked;
