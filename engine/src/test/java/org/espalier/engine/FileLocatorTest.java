package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.data.DataException;
import org.junit.jupiter.api.Test;

final class FileLocatorTest {
    /** What double quotes in YAML make of a Windows path whose folder begins with t or n. */
    @Test
    void pathsWithControlCharactersAreRefused() {
        var locator = new FileLocator(Path.of("a"), Map.of(), Path.of("b"));
        for (String path : new String[] {"C:\train.csv", "C:\new.csv", "C:\u0007.csv", "C:\0.csv"}) {
            assertThatThrownBy(() -> locator.find(path))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("a path with \\ stands in single quotes, or is written with /");
        }
        assertThatThrownBy(() -> locator.find("C:\train.csv"))
                .hasMessageStartingWith("'C:\\train.csv' is no path: there is a tab");
    }
}
