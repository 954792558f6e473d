/**
 * Dynamic sparse training (Liu, Xu, Shi, Cheung and So 2020, "Dynamic Sparse Training: Find Efficient Sparse Network From
 * Scratch With Trainable Masked Layers", https://arxiv.org/abs/2005.06870): a network finds its own sparsity while it
 * trains, by thresholds that are trained with the weights.
 *
 * <p>{@link org.espalier.plugins.dst.TrainableThreshold} is the masked layer,
 * {@link org.espalier.plugins.dst.ThresholdPenalty} what drives thresholds up, and
 * {@link org.espalier.plugins.dst.DynamicSparseTraining} puts them together for a training.
 */
@NullMarked
package org.espalier.plugins.dst;

import org.jspecify.annotations.NullMarked;
