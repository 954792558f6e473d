package org.espalier.plugins.regrowth;

import java.util.List;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Redistribution;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Plugin;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.api.plugin.Spi;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Criterion;
import org.espalier.api.train.TrainingHook;

/** Offers training with sparse weights that are dropped and grown. */
public final class RegrowthPlugin implements Plugin {
    @Override
    public Descriptor descriptor() {
        return new Descriptor("regrowth", "0.1.0", Spi.VERSION);
    }

    @Override
    public List<Provider<?>> providers() {
        return List.of(
                Provider.of(MaskPolicy.class, "drop-grow", "drops weights and grows as many others", DropGrow.class),
                Provider.of(MaskPolicy.class, "shed", "drops each layer's lowest share", Shed.class),
                Provider.of(
                        MaskPolicy.class, "shed-sparing", "shed, but spares nearly dense layers", ShedSparing.class),
                Provider.of(
                        MaskPolicy.class, "shed-below", "drops what is below one adaptive threshold", ShedBelow.class),
                Provider.of(MaskPolicy.class, "shed-crossed", "drops what crossed zero", ShedCrossed.class),
                Provider.of(
                        MaskPolicy.class, "surgery", "cuts below one threshold, splices above another", Surgery.class),
                Provider.of(MaskPolicy.class, "forward-backward", "runs with few, trains more", TopKast.class),
                Provider.of(MaskPolicy.class, "alternate", "compresses and decompresses in turns", Alternate.class),
                Provider.of(Criterion.class, "momentum", "|momentum|: what to grow by", MomentumSize.class),
                Provider.of(
                        Criterion.class,
                        "adam-momentum",
                        "|mean| / √square of Adam's gradients",
                        AdamMomentumSize.class),
                Provider.of(Criterion.class, "movement", "the trained score of movement pruning", MovementScore.class),
                Provider.of(Redistribution.class, "same-layer", "regrowth where weights were dropped", SameLayer.class),
                Provider.of(
                        Redistribution.class,
                        "mean-score",
                        "regrowth in proportion to the mean score of living weights",
                        MeanScore.class),
                Provider.of(
                        Redistribution.class,
                        "rewire-scaling",
                        "regrowth in proportion to survivors, rounding corrected at random",
                        RewireScaling.class),
                Provider.of(Distribution.class, "present", "as many as are alive", Present.class),
                Provider.of(
                        Parameterization.class,
                        "signed-theta",
                        "weights of a fixed sign, zero below 0",
                        SignedTheta.class),
                Provider.of(
                        Parameterization.class,
                        "soft-signed-theta",
                        "weights of a fixed sign that fall asleep and wake up",
                        SoftSignedTheta.class),
                Provider.of(Parameterization.class, "movement", "a trained score for each weight", Movement.class),
                Provider.of(Regularizer.class, "active-l1", "weight · Σθ over active weights", ActiveL1.class),
                Provider.of(TrainingHook.class, "walk", "noise on the gradients of living weights", Walk.class),
                Provider.of(Schedule.class, "surgery-rate", "1 − (1 + γ · step)^−power", SurgeryRate.class));
    }

    @Override
    public List<Preset> presets() {
        return RegrowthPresets.all();
    }
}
