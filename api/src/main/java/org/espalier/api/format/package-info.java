/**
 * Models in files.
 */
@NullMarked
package org.espalier.api.format;

import org.jspecify.annotations.NullMarked;
