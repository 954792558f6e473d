package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.espalier.api.plugin.Spi;
import org.junit.jupiter.api.Test;

/** Guards of the kit itself. */
final class ContractsTest {
    @Test
    void everySeamHasAContractWithTests() {
        for (Class<?> seam : Spi.SEAMS) {
            assertThat(Stream.of(Contracts.of(seam).getMethods())
                            .filter(method -> method.isAnnotationPresent(Test.class)))
                    .as("tests of %s", Contracts.of(seam).getSimpleName())
                    .isNotEmpty();
        }
    }

    /** One class may implement several contracts, so their tests need names of their own. */
    @Test
    void noTwoContractsShareAMethodName() {
        List<String> names = Spi.SEAMS.stream()
                .flatMap(seam -> Stream.of(Contracts.of(seam).getMethods()))
                .map(method -> method.getName())
                .toList();
        assertThat(names).doesNotHaveDuplicates();
    }
}
