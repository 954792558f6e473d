package org.espalier.testkit.core;

import org.espalier.api.mask.Granularity;
import org.espalier.testkit.GranularityContract;
import org.junit.jupiter.api.Nested;

final class GranularitiesTest {
    @Nested
    final class Element implements GranularityContract {
        @Override
        public Granularity granularity() {
            return Core.component(Granularity.class, "element");
        }
    }

    @Nested
    final class Neuron implements GranularityContract {
        @Override
        public Granularity granularity() {
            return Core.component(Granularity.class, "neuron");
        }
    }

    @Nested
    final class Filter implements GranularityContract {
        @Override
        public Granularity granularity() {
            return Core.component(Granularity.class, "filter");
        }
    }

    @Nested
    final class Channel implements GranularityContract {
        @Override
        public Granularity granularity() {
            return Core.component(Granularity.class, "channel");
        }
    }

    @Nested
    final class Layer implements GranularityContract {
        @Override
        public Granularity granularity() {
            return Core.component(Granularity.class, "layer");
        }
    }

    @Nested
    final class Block implements GranularityContract {
        @Override
        public Granularity granularity() {
            return Core.component(Granularity.class, "{ block: { height: 2, width: 3 } }");
        }
    }
}
