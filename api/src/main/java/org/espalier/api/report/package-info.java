/**
 * Measuring a network and presenting a run.
 */
@NullMarked
package org.espalier.api.report;

import org.jspecify.annotations.NullMarked;
