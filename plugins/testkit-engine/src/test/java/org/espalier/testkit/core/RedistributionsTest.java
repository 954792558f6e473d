package org.espalier.testkit.core;

import org.espalier.api.budget.Redistribution;
import org.espalier.testkit.RedistributionContract;
import org.junit.jupiter.api.Nested;

final class RedistributionsTest {
    @Nested
    final class Proportional implements RedistributionContract {
        @Override
        public Redistribution redistribution() {
            return Core.component(Redistribution.class, "proportional");
        }
    }
}
