package {{package}};

import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Scoring;

/** Removes living weights whose size is below a bound; what is masked stays masked. */
public record {{Class}}(@Knob(value = "the bound, at least 0", otherwise = "0.01") double below) implements MaskPolicy {
    public {{Class}} {
        if (!(below >= 0)) {
            throw new IllegalArgumentException("the bound must be at least 0 but was " + below);
        }
    }

    @Override
    public Revision next(Scoring scoring) {
        MaskSet masks = scoring.masks();
        for (ParamInfo param : scoring.network().prunable()) {
            float[] weights = Flat.copy(scoring.network().latent(param.id()));
            Mask kept = masks.get(param.id()).filter(i -> Math.abs(weights[(int) i]) >= below);
            masks = masks.with(param.id(), kept);
        }
        return Revision.of(masks);
    }
}
