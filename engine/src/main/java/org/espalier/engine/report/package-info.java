/** Presenting a run: its tables, its files, its page. */
@NullMarked
package org.espalier.engine.report;

import org.jspecify.annotations.NullMarked;
