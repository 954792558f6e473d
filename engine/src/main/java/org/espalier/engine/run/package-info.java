/**
 * One run: the network and everything that training it needs, measurements, snapshots, the run's directory and its
 * record. Nothing here outlives a run.
 */
@NullMarked
package org.espalier.engine.run;

import org.jspecify.annotations.NullMarked;
