package org.espalier.plugins.regrowth;

import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.score.Scoring;

/**
 * Drops weights whose θ is no longer above zero: connections that tried to change their sign (DEEP R: Bellec et al. 2018,
 * algorithm 1). For weights trained through {@link SignedTheta}.
 *
 * <p>Departure: the paper drops what is below zero; here θ of exactly zero goes too, as in the authors' code. The preset {@code deep-r}
 * keeps the count of each layer, as most of their scripts do; one of theirs keeps the count of the whole network.
 */
public record ShedCrossed() implements MaskPolicy {
    @Override
    public Revision next(Scoring scoring) {
        MaskSet masks = scoring.masks();
        for (ParamInfo info : scoring.network().prunable()) {
            masks = masks.with(info.id(), Theta.active(scoring.network().latent(info.id()), masks.get(info.id())));
        }
        return Revision.of(masks);
    }
}
