/**
 * The published methods once more, written against the SPI to see that its seams carry them: sketches that are compiled
 * and tried on the kit's fakes, not components for use. Those that became components are no longer here.
 *
 * <table>
 * <caption>Where each method stands</caption>
 * <tr><td>Han et al.: thresholds, dead neurons, dropout</td><td>{@code IterativePruning}</td></tr>
 * <tr><td>Gradual pruning, lottery tickets, learning-rate rewinding</td><td>{@code IterativePruning}</td></tr>
 * <tr><td>SNIP, GraSP, SynFlow, Taylor, optimal brain damage, Wanda</td><td>{@code Saliency}</td></tr>
 * <tr><td>WoodFisher, SparseGPT, layer-by-layer order</td><td>{@code CompensatingPruning}</td></tr>
 * <tr><td>ALDS, SVD-Energy, PCA</td><td>{@code LowRank}</td></tr>
 * <tr><td>The exact minimax budget, L-Rank's selection</td><td>{@code Budgets}</td></tr>
 * <tr><td>Quantization, mixed precision, distillation</td><td>{@code SmallerAndTaught}</td></tr>
 * <tr><td>What they measure</td><td>{@code Measurements}</td></tr>
 * </table>
 */
@NullMarked
package org.espalier.testkit.zoo;

import org.jspecify.annotations.NullMarked;
