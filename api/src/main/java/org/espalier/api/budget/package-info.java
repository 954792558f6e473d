/**
 * Budgets, apart from scores: what a target means for each layer, what a choice costs, and which choices fit.
 */
@NullMarked
package org.espalier.api.budget;

import org.jspecify.annotations.NullMarked;
