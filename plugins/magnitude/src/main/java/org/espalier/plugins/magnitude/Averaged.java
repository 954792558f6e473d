package org.espalier.plugins.magnitude;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.LinkedHashMap;
import java.util.Set;
import org.espalier.api.model.State;
import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The moving average of another criterion's scores over revisions, {@code a ← decay · a + (1 − decay) · score}, which begins with the
 * first scores: what differs from batch to batch, such as gradients, then decides less by chance.
 *
 * @param criterion whose scores
 * @param decay how much of the average stays at each revision
 */
public record Averaged(
        @Knob("the criterion whose scores are averaged") Criterion criterion,

        @Knob(value = "how much of the average stays, in [0, 1)", otherwise = "0.9")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double decay)
        implements Criterion {
    public Averaged {
        requireNonNull(criterion, "criterion is null");
    }

    @Override
    public Tensors score(Scoring scoring) {
        State before = scoring.state(this);
        Tensors scores = criterion.score(scoring);
        var averages = new LinkedHashMap<>(scores.byId());
        averages.replaceAll((id, score) -> averaged(before.arrays().get(id.toString()), score));
        State after = before;
        for (var each : averages.entrySet()) {
            after = after.with(each.getKey().toString(), each.getValue().dup('c'));
        }
        scoring.remember(this, after);
        return new Tensors(averages);
    }

    /** A layer that was replaced by another shape begins anew. */
    private INDArray averaged(@Nullable INDArray before, INDArray score) {
        return before == null || !before.equalShapes(score)
                ? score
                : before.mul(decay).addi(score.mul(1 - decay));
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return criterion.evidence();
    }
}
