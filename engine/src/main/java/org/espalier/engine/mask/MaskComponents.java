package org.espalier.engine.mask;

import java.util.List;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Redistribution;
import org.espalier.api.mask.Granularity;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.plugin.Provider;
import org.espalier.api.score.Criterion;
import org.espalier.engine.mask.criterion.DenseGradient;
import org.espalier.engine.mask.criterion.GradientCriterion;
import org.espalier.engine.mask.criterion.RandomCriterion;
import org.espalier.engine.mask.distribution.ErdosRenyiDistribution;
import org.espalier.engine.mask.distribution.ErdosRenyiKernelDistribution;
import org.espalier.engine.mask.distribution.GlobalDistribution;
import org.espalier.engine.mask.distribution.PerLayerDistribution;
import org.espalier.engine.mask.distribution.PerOutputDistribution;
import org.espalier.engine.mask.distribution.ProportionalRedistribution;
import org.espalier.engine.mask.distribution.SemiStructuredDistribution;
import org.espalier.engine.mask.distribution.UniformDistribution;
import org.espalier.engine.mask.granularity.BlockGranularity;
import org.espalier.engine.mask.granularity.ChannelGranularity;
import org.espalier.engine.mask.granularity.ElementGranularity;
import org.espalier.engine.mask.granularity.FilterGranularity;
import org.espalier.engine.mask.granularity.LayerGranularity;
import org.espalier.engine.mask.granularity.NeuronGranularity;
import org.espalier.engine.mask.parameterization.HardMask;
import org.espalier.engine.mask.parameterization.L1Regularizer;
import org.espalier.engine.mask.parameterization.L2Regularizer;
import org.espalier.engine.mask.parameterization.StraightThrough;

/** What users can name of this package. */
public final class MaskComponents {
    private MaskComponents() {}

    /** Returns the built-in criteria, granularities, distributions, policies, parameterizations and penalties. */
    public static List<Provider<?>> providers() {
        return List.of(
                Provider.of(Criterion.class, "random", "uniform noise: the control", RandomCriterion.class),
                Provider.of(Criterion.class, "gradient", "|dense gradient|: what to grow by", GradientCriterion.class),
                Provider.of(Granularity.class, "element", "single weights", ElementGranularity.class),
                Provider.of(Granularity.class, "neuron", "neurons: output rows, filters", NeuronGranularity.class),
                Provider.of(Granularity.class, "filter", "filters: output channels", FilterGranularity.class),
                Provider.of(Granularity.class, "channel", "input channels", ChannelGranularity.class),
                Provider.of(Granularity.class, "block", "blocks of the weight matrix", BlockGranularity.class),
                Provider.of(Granularity.class, "layer", "whole layers", LayerGranularity.class),
                Provider.of(Distribution.class, "uniform", "the same share in every layer", UniformDistribution.class),
                Provider.of(Distribution.class, "global", "all layers in one contest", GlobalDistribution.class),
                Provider.of(
                        Distribution.class,
                        "er",
                        "Erdős-Rényi: narrow layers stay denser",
                        ErdosRenyiDistribution.class),
                Provider.of(
                        Distribution.class,
                        "erk",
                        "Erdős-Rényi with kernel dimensions, RigL's default",
                        ErdosRenyiKernelDistribution.class),
                Provider.of(
                        Distribution.class, "per-layer", "a share for each layer, by name", PerLayerDistribution.class),
                Provider.of(
                        Distribution.class,
                        "n-of-m",
                        "so many kept of each run of neighbouring inputs",
                        SemiStructuredDistribution.class),
                Provider.of(
                        Distribution.class,
                        "per-output",
                        "the same share in every output row",
                        PerOutputDistribution.class),
                Provider.of(
                        Redistribution.class,
                        "proportional",
                        "regrowth in proportion to survivors",
                        ProportionalRedistribution.class),
                Provider.of(MaskPolicy.class, "prune", "keeps what scores best", PrunePolicy.class),
                Provider.of(
                        Parameterization.class, "hard", "masked weights are zero and get no gradient", HardMask.class),
                Provider.of(
                        Parameterization.class,
                        "dense-gradient",
                        "masked weights are zero, their gradients are seen",
                        DenseGradient.class),
                Provider.of(
                        Parameterization.class,
                        "straight-through",
                        "masked weights train on behind their masks",
                        StraightThrough.class),
                Provider.of(Regularizer.class, "l1", "weight · Σ|w|", L1Regularizer.class),
                Provider.of(Regularizer.class, "l2", "weight / 2 · Σ w²", L2Regularizer.class));
    }
}
