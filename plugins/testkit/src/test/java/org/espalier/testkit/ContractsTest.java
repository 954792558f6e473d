package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.espalier.api.plugin.Spi;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void everyBuiltInComponentHasATestOfItsContract(@TempDir Path home) {
        Registry registry = Engine.create(new EngineOptions(List.of(), home)).registry();
        Set<Class<?>> tested = Contracts.componentsUnderTest(getClass());
        List<String> untested = Spi.SEAMS.stream()
                .flatMap(seam -> registry.offers(seam).stream())
                .filter(offer -> offer instanceof Offer.Component component
                        && !tested.contains(component.provider().config()))
                .map(offer -> Registry.seamName(offer.seam()) + " '" + offer.name() + "'")
                .toList();
        assertThat(untested)
                .as("built-in components without a test that implements their contract")
                .isEmpty();
    }
}
