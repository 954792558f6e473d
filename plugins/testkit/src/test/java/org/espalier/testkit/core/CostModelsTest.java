package org.espalier.testkit.core;

import org.espalier.api.budget.CostModel;
import org.espalier.testkit.CostModelContract;
import org.junit.jupiter.api.Nested;

final class CostModelsTest {
    @Nested
    final class Parameters implements CostModelContract {
        @Override
        public CostModel costModel() {
            return Core.component(CostModel.class, "parameters");
        }
    }

    @Nested
    final class Flops implements CostModelContract {
        @Override
        public CostModel costModel() {
            return Core.component(CostModel.class, "flops");
        }
    }
}
