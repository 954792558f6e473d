package org.espalier.engine.kernel.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

final class WorkersTest {
    @Test
    void everyPartRunsOnceAndTheFinishComesLast() {
        Workers workers = new Workers(3);
        AtomicIntegerArray runs = new AtomicIntegerArray(3);
        for (int i = 1; i <= 500; i++) {
            int round = i;
            workers.run(3, (part, scratch) -> runs.incrementAndGet(part), all -> {
                for (int part = 0; part < 3; part++) {
                    assertThat(runs.get(part)).isEqualTo(round);
                }
            });
        }
    }

    @Test
    void partsCoverEverythingOnce() {
        assertThat(Workers.start(0, 3, 10)).isZero();
        assertThat(Workers.start(1, 3, 10)).isEqualTo(3);
        assertThat(Workers.start(2, 3, 10)).isEqualTo(6);
        assertThat(Workers.start(3, 3, 10)).isEqualTo(10);
    }

    @Test
    void failureOfAPartIsThrownAndTheWorkersGoOn() {
        Workers workers = new Workers(2);
        assertThatThrownBy(() -> workers.run(2, (part, scratch) -> {
                    if (part == 1) {
                        throw new IllegalStateException("part 1 broke");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("part 1 broke");
        AtomicIntegerArray runs = new AtomicIntegerArray(2);
        workers.run(2, (part, scratch) -> runs.incrementAndGet(part));
        assertThat(runs.get(0) + runs.get(1)).isEqualTo(2);
    }
}
