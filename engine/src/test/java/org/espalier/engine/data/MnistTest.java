package org.espalier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.Examples;
import org.junit.jupiter.api.Test;

/** The MNIST that ships with the distribution. */
final class MnistTest {
    private static final Path FOLDER = Path.of("../dist/src/main/dist/data/mnist");

    @Test
    void theDistributionShipsAllOfIt() {
        DataSet mnist = new Mnist("data/mnist").open(path -> FOLDER);

        assertThat(mnist.name()).isEqualTo("mnist");
        assertThat(mnist.classes()).isEqualTo(10);
        assertThat(mnist.normalisation()).isEqualTo(DataSet.Normalisation.NONE);
        assertThat(mnist.train().size()).isEqualTo(60_000);
        assertThat(mnist.test().size()).isEqualTo(10_000);
        assertThat(mnist.train().shape()).isEqualTo(List.of(1L, 28L, 28L));
        assertThat(firstLabels(mnist.train())).containsExactly(5, 0, 4, 1, 9);
        assertThat(firstLabels(mnist.test())).containsExactly(7, 2, 1, 0, 4);
        assertThat(mnist.train().fingerprint())
                .isEqualTo("6541d9153e710407dad1552691787268d20583b8ecfbfa9142b081dab5df7c90");
        assertThat(mnist.test().fingerprint())
                .isEqualTo("236ca3f5119819b6477025bad85176072b04cc3153eeca8655bec7910fcb4cbb");
        // The mean and deviation of all training pixels that the literature gives.
        DataSet.Normalisation measured = ChannelStatistics.measure(mnist.train());
        assertThat(measured.mean().get(0)).isCloseTo(0.1307, within(5e-5));
        assertThat(measured.deviation().get(0)).isCloseTo(0.3081, within(5e-5));
    }

    private static List<Integer> firstLabels(Examples examples) {
        return IntStream.range(0, 5).mapToObj(examples::label).toList();
    }
}
