package org.espalier.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.plugin.Spi;
import org.junit.jupiter.api.Test;

final class SpiVersionTest {
    @Test
    void acceptsTheSameMajorAndNoNewerMinor() {
        SpiVersion here = new SpiVersion(1, 3);
        assertThat(here.accepts(new SpiVersion(1, 0))).isTrue();
        assertThat(here.accepts(new SpiVersion(1, 3))).isTrue();
        assertThat(here.accepts(new SpiVersion(1, 4))).isFalse();
        assertThat(here.accepts(new SpiVersion(0, 3))).isFalse();
        assertThat(here.accepts(new SpiVersion(2, 0))).isFalse();
    }

    @Test
    void readsMajorAndMinor() {
        assertThat(SpiVersion.parse("12.10")).contains(new SpiVersion(12, 10));
        assertThat(SpiVersion.parse(Spi.VERSION)).isPresent();
        for (String wrong : new String[] {"", "1", "1.", "1.0.0", "1.x", "-1.0", "99999999999.0"}) {
            assertThat(SpiVersion.parse(wrong)).as(wrong).isEmpty();
        }
    }
}
