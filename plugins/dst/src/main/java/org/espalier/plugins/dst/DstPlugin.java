package org.espalier.plugins.dst;

import java.util.List;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Plugin;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.api.plugin.Spi;
import org.espalier.api.train.TrainingHook;

/** Offers dynamic sparse training. */
public final class DstPlugin implements Plugin {
    @Override
    public Descriptor descriptor() {
        return new Descriptor("dst", "0.1.0", Spi.VERSION);
    }

    @Override
    public List<Provider<?>> providers() {
        return List.of(
                Provider.of(
                        Parameterization.class,
                        "trainable-threshold",
                        "weights whose size is above a trained threshold are alive",
                        TrainableThreshold.class),
                Provider.of(
                        Regularizer.class,
                        "dst-exp",
                        "alpha · Σ exp(−t) over trained thresholds",
                        ThresholdPenalty.class),
                Provider.of(
                        TrainingHook.class,
                        "dynamic-sparse-training",
                        "trains thresholds with the weights, to a density if one is given",
                        DynamicSparseTraining.class));
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        TrainingHook.class,
                        "dst",
                        "dynamic sparse training with the strength published for MNIST (Liu et al. 2020)",
                        "{ dynamic-sparse-training: { alpha: 5.0e-4 } }"),
                new Preset(
                        TrainingHook.class,
                        "dst-recurrent",
                        "the same with the strength published for LSTMs, and without the classifier",
                        "{ dynamic-sparse-training: { alpha: 1.0e-4, except: [ 'fc*' ] } }"),
                new Preset(
                        TrainingHook.class,
                        "dst-cifar",
                        "the same with the strength published for VGG-16 and wide ResNets",
                        "{ dynamic-sparse-training: { alpha: 5.0e-6 } }"));
    }
}
