package org.espalier.testkit.core;

import org.espalier.api.mask.Regularizer;
import org.espalier.testkit.RegularizerContract;
import org.junit.jupiter.api.Nested;

final class RegularizersTest {
    @Nested
    final class L1 implements RegularizerContract {
        @Override
        public Regularizer regularizer() {
            return Core.component(Regularizer.class, "{ l1: { weight: 0.1 } }");
        }
    }

    @Nested
    final class L2 implements RegularizerContract {
        @Override
        public Regularizer regularizer() {
            return Core.component(Regularizer.class, "{ l2: { weight: 0.1 } }");
        }
    }
}
