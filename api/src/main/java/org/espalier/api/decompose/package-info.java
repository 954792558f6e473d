/**
 * Replacing a layer by a chain of smaller ones.
 */
@NullMarked
package org.espalier.api.decompose;

import org.jspecify.annotations.NullMarked;
