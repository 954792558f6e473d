/**
 * How far along a quantity is, and when something is done.
 */
@NullMarked
package org.espalier.api.schedule;

import org.jspecify.annotations.NullMarked;
