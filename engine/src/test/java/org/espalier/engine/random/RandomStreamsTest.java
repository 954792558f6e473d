package org.espalier.engine.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RandomStreamsTest {
    /** SHA-256 of 42, 0 (8 bytes each, high byte first) and "train", computed elsewhere. */
    @Test
    void seedIsTheBeginningOfTheHashOfTheName() {
        assertThat(RandomStreams.seed(42, "train", 0)).isEqualTo(-4366941875483636285L);
    }

    @Test
    void eachPartOfTheNameMakesAnotherStream() {
        List<Long> first = List.of(
                RandomStreams.of(42, "train", 0).nextLong(),
                RandomStreams.of(43, "train", 0).nextLong(),
                RandomStreams.of(42, "trian", 0).nextLong(),
                RandomStreams.of(42, "train", 1).nextLong());
        assertThat(first).doesNotHaveDuplicates();
    }

    @Test
    void briefStreamsOfNeighboursDiffer() {
        Set<Long> first = LongStream.range(0, 100)
                .boxed()
                .flatMap(moment -> LongStream.range(0, 100)
                        .mapToObj(index -> RandomStreams.brief(7, moment, index).nextLong()))
                .collect(Collectors.toSet());
        assertThat(first).hasSize(10_000);
    }

    @Test
    void firstDrawsOfNeighboursAreSpreadEvenly() {
        double mean = LongStream.range(0, 10_000)
                .mapToDouble(index -> RandomStreams.brief(7, 1, index).nextDouble())
                .average()
                .orElseThrow();
        // Five standard errors of the mean of 10,000 uniform numbers: 5 * 0.2887 / 100.
        assertThat(mean).isBetween(0.4856, 0.5144);
    }
}
