/**
 * What a plugin is, and the map of every seam it may fill.
 *
 * <p>A plugin is a jar with one {@link org.espalier.api.plugin.Plugin} listed in
 * {@code META-INF/services/org.espalier.api.plugin.Plugin}. It offers named components
 * ({@link org.espalier.api.plugin.Provider}), each of which fills one seam, is made from one configuration record, and is
 * called by its name in a pipeline file. {@link org.espalier.api.plugin.Spi#SEAMS} lists the seams:
 *
 * <table>
 * <caption>The seams, in the order in which a run meets them</caption>
 * <tr><th>seam</th><th>what a component of it does</th></tr>
 * <tr><td>{@link org.espalier.api.data.DataSource}</td><td>opens the examples to train, validate and test with</td></tr>
 * <tr><td>{@link org.espalier.api.stage.Stage}</td><td>is one step of a pipeline: train, prune, rewind, evaluate</td></tr>
 * <tr><td>{@link org.espalier.api.train.Optimizer}</td><td>moves trained arrays along their gradients</td></tr>
 * <tr><td>{@link org.espalier.api.train.TrainingHook}</td><td>takes part in the steps of a training</td></tr>
 * <tr><td>{@link org.espalier.api.schedule.Schedule}</td><td>says how far a quantity has moved from its first to its last value</td></tr>
 * <tr><td>{@link org.espalier.api.score.Criterion}</td><td>scores every weight: higher means keep</td></tr>
 * <tr><td>{@link org.espalier.api.mask.Granularity}</td><td>says what is kept or dropped as one: elements, filters, blocks</td></tr>
 * <tr><td>{@link org.espalier.api.budget.Distribution}</td><td>turns one target into scopes with counts: global, per layer, ERK, N:M</td></tr>
 * <tr><td>{@link org.espalier.api.budget.Redistribution}</td><td>shares regrown weights out between layers</td></tr>
 * <tr><td>{@link org.espalier.api.mask.MaskPolicy}</td><td>decides the next masks: prune, drop and grow, hysteresis</td></tr>
 * <tr><td>{@link org.espalier.api.mask.Parameterization}</td><td>maps what is trained to what the network runs with, and pulls gradients back</td></tr>
 * <tr><td>{@link org.espalier.api.mask.Regularizer}</td><td>adds a penalty on what is trained</td></tr>
 * <tr><td>{@link org.espalier.api.decompose.Decomposition}</td><td>factors one layer into smaller ones, in every way it knows, priced</td></tr>
 * <tr><td>{@link org.espalier.api.budget.Budget}</td><td>says what compressed layers may cost in all, and in which unit</td></tr>
 * <tr><td>{@link org.espalier.api.budget.BudgetSolver}</td><td>picks one choice a layer within a budget</td></tr>
 * <tr><td>{@link org.espalier.api.report.Metric}</td><td>measures a network: accuracy, loss, sizes</td></tr>
 * <tr><td>{@link org.espalier.api.format.ModelFormat}</td><td>writes a model to a file and reads it back</td></tr>
 * <tr><td>{@link org.espalier.api.report.Reporter}</td><td>presents the record of a run</td></tr>
 * </table>
 *
 * <p>What a component may look at when it judges is a {@link org.espalier.api.score.Scoring}; what it asks the engine to
 * measure is {@link org.espalier.api.score.Evidence}; what it remembers between calls is a
 * {@link org.espalier.api.model.State} that the engine owns and checkpoints. Components themselves are immutable.
 */
@NullMarked
package org.espalier.api.plugin;

import org.jspecify.annotations.NullMarked;
