package org.espalier.api.train;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * What became of a training.
 *
 * @param steps steps that were made
 * @param epochs epochs that were finished
 * @param loss mean training loss of the last epoch
 * @param stopped why it ended early; empty when it did not
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record TrainingReport(long steps, int epochs, double loss, String stopped) {
    public TrainingReport {
        requireNonNull(stopped, "stopped is null");
    }
}
