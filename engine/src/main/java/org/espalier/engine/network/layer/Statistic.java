package org.espalier.engine.network.layer;

import org.espalier.api.model.ParamInfo;

/**
 * Numbers that a layer gathers while it trains, such as the running mean of a batch normalization.
 *
 * @param info name and shape; never prunable
 * @param start what they are before training
 */
public record Statistic(ParamInfo info, double start) {}
