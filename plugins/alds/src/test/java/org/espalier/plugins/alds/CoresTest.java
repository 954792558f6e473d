package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CoresTest {
    @Test
    void whatWorkReturnsIsReturned() {
        assertThat(Cores.<Integer>share(2, () -> 7)).isEqualTo(7);
    }

    @Test
    void exceptionsComeAsTheyWereThrown() {
        var thrown = new IllegalArgumentException("nothing fits");
        assertThatThrownBy(() -> Cores.share(1, () -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    /** Running out of memory is told as that by whoever runs the network, not as a failed computation. */
    @Test
    void errorsComeAsTheyWereThrown() {
        var thrown = new OutOfMemoryError("Java heap space");
        assertThatThrownBy(() -> Cores.share(1, () -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }
}
