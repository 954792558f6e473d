package org.espalier.testkit.core;

import org.espalier.api.format.ModelFormat;
import org.espalier.testkit.ModelFormatContract;
import org.junit.jupiter.api.Nested;

final class ModelFormatsTest {
    @Nested
    final class Safetensors implements ModelFormatContract {
        @Override
        public ModelFormat modelFormat() {
            return Core.component(ModelFormat.class, "safetensors");
        }
    }
}
