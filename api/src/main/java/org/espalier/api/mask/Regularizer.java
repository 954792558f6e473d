package org.espalier.api.mask;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.schedule.Progress;

/** A term added to the loss, computed from what is trained, with its gradient: L1, L2, DST's penalty on thresholds. */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Regularizer {
    /** Returns the penalty of one parameter and its gradient; changes nothing that it is handed. */
    Penalty penalty(ParamInfo info, Latent latent, Mask mask, Progress progress);

    /**
     * Returns the names of the extras, trained or constant, that it cannot do without; none by default. A parameterization that
     * lacks one of them is refused before anything is trained.
     */
    default Set<String> needs() {
        return Set.of();
    }

    /**
     * A penalty.
     *
     * @param value what is added to the loss
     * @param gradient arrays of the shapes of the latent parameters, without constants
     */
    record Penalty(double value, Latent gradient) {
        public Penalty {
            requireNonNull(gradient, "gradient is null");
        }
    }
}
