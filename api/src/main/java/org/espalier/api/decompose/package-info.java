/**
 * Replacing a layer by a chain of smaller ones, or single matrices of it by products.
 */
@NullMarked
package org.espalier.api.decompose;

import org.jspecify.annotations.NullMarked;
