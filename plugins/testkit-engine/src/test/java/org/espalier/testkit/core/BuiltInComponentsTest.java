package org.espalier.testkit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.espalier.api.plugin.Spi;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.Registry;
import org.espalier.testkit.Contracts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No component of the engine is left out of this package's tests. */
final class BuiltInComponentsTest {
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
