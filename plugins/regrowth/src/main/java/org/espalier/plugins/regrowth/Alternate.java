package org.espalier.plugins.regrowth;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;
import org.espalier.api.budget.Aim;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/**
 * Compresses and decompresses in turns, beginning with compression; the last revision of a cadence compresses, or leaves a compressed
 * network as it is. Decompressed, every weight is alive, and those that were masked begin at zero (AC/DC: Peste et al. 2021,
 * algorithm 1).
 *
 * <p>Departures: all phases but the first and the last are of one length, where the paper's last decompression is longer too;
 * {@code from} and {@code until} of the cadence say when those begin and end. The authors' runs reset the momentum of all weights
 * when they decompress; here weights that were alive keep theirs, and others begin without.
 *
 * @param compress what is left when compressed
 */
public record Alternate(
        @Knob(value = "who decides on the masks of a compressed phase", otherwise = "magnitude-one-shot")
        MaskPolicy compress)
        implements MaskPolicy {
    private static final String COMPRESSED = "compressed";

    public Alternate {
        requireNonNull(compress, "compress is null");
    }

    @Override
    public Revision next(Scoring scoring) {
        boolean compressed = scoring.state().scalar(COMPRESSED, 0) > 0;
        if (compressed && scoring.progress().fraction() >= 1) {
            return Revision.of(scoring.masks()).remembering(scoring.state());
        }
        if (compressed) {
            MaskSet all = MaskSet.ones(scoring.network().prunable());
            return Revision.of(all)
                    .growing(all.zip(scoring.masks(), Mask::andNot), GrowthStart.ZERO)
                    .remembering(scoring.state().with(COMPRESSED, 0));
        }
        Revision revision = compress.next(scoring);
        return revision.remembering(revision.state().with(COMPRESSED, 1));
    }

    /** The last revision compresses. */
    @Override
    public Optional<Aim> aim() {
        return compress.aim();
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return compress.evidence();
    }
}
