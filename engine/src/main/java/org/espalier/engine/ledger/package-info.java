/** One counter of parameters and FLOPs for every method and report. */
@NullMarked
package org.espalier.engine.ledger;

import org.jspecify.annotations.NullMarked;
