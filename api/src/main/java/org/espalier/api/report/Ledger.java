package org.espalier.api.report;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/**
 * The one count of what a network holds and costs, by which every method and report goes.
 *
 * @param rule what is counted, in one sentence, printed with the numbers
 * @param layers one line for each layer that has parameters or costs FLOPs
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Ledger(String rule, List<Line> layers) {
    public Ledger {
        requireNonNull(rule, "rule is null");
        layers = List.copyOf(layers);
    }

    /** Returns the sum of all layers, under the name {@code total}. */
    public Line total() {
        return layers.stream().reduce(new Line("total", "", 0, 0, 0, 0, 0, 0), Line::plus);
    }

    /**
     * What one layer holds and costs.
     *
     * @param name the layer's name
     * @param kind its operator
     * @param parameters all its parameters
     * @param prunable those that masks may cover
     * @param alive those of the prunable that are alive
     * @param nonzero those of all its parameters that are not zero as the network runs
     * @param denseFlops floating-point operations for one example with every weight: a multiplication and an addition
     *     count as two
     * @param sparseFlops the same with living weights only
     */
    public record Line(
            String name,
            String kind,
            long parameters,
            long prunable,
            long alive,
            long nonzero,
            long denseFlops,
            long sparseFlops) {
        private Line plus(Line other) {
            return new Line(
                    name,
                    kind,
                    parameters + other.parameters,
                    prunable + other.prunable,
                    alive + other.alive,
                    nonzero + other.nonzero,
                    denseFlops + other.denseFlops,
                    sparseFlops + other.sparseFlops);
        }

        /** Returns the share of prunable parameters that are alive, in [0, 1]; 1 where there are none. */
        public double density() {
            return prunable == 0 ? 1 : (double) alive / prunable;
        }
    }
}
