/**
 * Low-rank compression that finds its own ranks (ALDS: Liebenwein, Maalouf, Feldman and Rus 2021, "Compressing Neural
 * Networks: Towards Determining the Optimal Layer-wise Decomposition", https://arxiv.org/abs/2107.11442), and the methods that
 * the paper compares with.
 *
 * <p>A {@link org.espalier.api.decompose.Decomposition} says what could become of a layer, at what price and with what error:
 * {@link org.espalier.plugins.alds.Alds} and its special cases. A {@link org.espalier.api.budget.BudgetSolver} picks one way
 * for each layer: {@link org.espalier.plugins.alds.MinMax} and the others.
 */
@NullMarked
package org.espalier.plugins.alds;

import org.jspecify.annotations.NullMarked;
