package org.espalier.plugins.magnitude;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Map;
import java.util.Set;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.State;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/**
 * Prunes by threshold like {@link Threshold}, with qualities that a scan picks: for each layer by itself, the highest
 * one at which validation accuracy falls by no more than is tolerated (the sensitivity analysis of Han et al. 2015).
 * It scans anew in every round, and remembers what it picked as {@code quality of <layer>}.
 *
 * <p>Departure: the paper picks qualities by eye from curves of accuracy; here one tolerance stands for that.
 *
 * @param toleratedLoss how much validation accuracy a layer may cost, as a share of 1
 * @param highest the highest quality that is tried
 * @param steps how many qualities are tried between 0 and the highest
 */
public record Sensitivity(
        @Knob(value = "validation accuracy that pruning one layer may cost, of 1", otherwise = "0.01")
        @PositiveOrZero
        @DecimalMax("1")
        double toleratedLoss,

        @Knob(value = "the highest quality tried, in standard deviations", otherwise = "3") @Positive
        double highest,

        @Knob(value = "how many qualities up to the highest form the grid", otherwise = "30") @Positive @Max(1000)
        int steps)
        implements MaskPolicy {
    @Override
    public Revision next(Scoring scoring) {
        Map<ParamId, Double> picked = scoring.get(scan());
        State memory = scoring.state();
        for (var pick : picked.entrySet()) {
            memory = memory.with("quality of " + pick.getKey().layer(), pick.getValue());
        }
        return Revision.of(Threshold.above(scoring, id -> requireNonNull(picked.get(id), "no quality")))
                .remembering(memory);
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return Set.of(scan());
    }

    private SensitivityScan scan() {
        return new SensitivityScan(toleratedLoss, highest, steps);
    }
}
