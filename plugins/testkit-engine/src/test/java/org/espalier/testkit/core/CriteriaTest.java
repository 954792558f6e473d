package org.espalier.testkit.core;

import org.espalier.api.score.Criterion;
import org.espalier.testkit.CriterionContract;
import org.junit.jupiter.api.Nested;

final class CriteriaTest {
    @Nested
    final class Random implements CriterionContract {
        @Override
        public Criterion criterion() {
            return Core.component(Criterion.class, "random");
        }
    }

    @Nested
    final class Gradient implements CriterionContract {
        @Override
        public Criterion criterion() {
            return Core.component(Criterion.class, "gradient");
        }
    }
}
