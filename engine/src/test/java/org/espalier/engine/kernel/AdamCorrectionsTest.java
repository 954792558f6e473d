package org.espalier.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AdamCorrectionsTest {
    @Test
    void areThoseOfTheStepAlsoBehindTheTable() {
        var step = new AdamStep(1, 0.99999, 0.999999, 1, 1, 1);
        AdamCorrections corrections = AdamCorrections.of(step);

        for (float t : new float[] {1, 1000, (1 << 18) - 1, 1 << 18, 300_000, 1_000_000, 1 << 24}) {
            assertThat(corrections.mean(t)).isEqualTo((float) step.meanCorrection(t));
            assertThat(corrections.root(t)).isEqualTo((float) step.rootCorrection(t));
        }
    }

    @Test
    void areOneWhereTheTableIsAllThereIs() {
        AdamCorrections corrections = AdamCorrections.of(new AdamStep(1, 0.9, 0.999, 1, 1, 1));

        assertThat(corrections.mean(1 << 24)).isEqualTo(1);
        assertThat(corrections.root(1 << 24)).isEqualTo(1);
    }
}
