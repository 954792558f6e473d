package org.espalier.testkit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.espalier.api.budget.Budget;
import org.espalier.engine.config.ConfigException;
import org.espalier.testkit.BudgetContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class BudgetsTest {
    private static Budget budget(String yaml) {
        return Core.component(Budget.class, yaml);
    }

    @Nested
    final class Parameters implements BudgetContract {
        @Override
        public Budget budget() {
            return BudgetsTest.budget("{ parameters: 0.35 }");
        }
    }

    @Nested
    final class Flops implements BudgetContract {
        @Override
        public Budget budget() {
            return BudgetsTest.budget("{ flops: 0.35 }");
        }
    }

    @Nested
    final class Latency implements BudgetContract {
        @Override
        public Budget budget() {
            return BudgetsTest.budget("{ latency: { keep: 0.5, batch-size: 64 } }");
        }
    }

    @Test
    void aShareIsOfTheWholeAndWhatIsAboveOneIsAnAmount() {
        assertThat(budget("{ parameters: 0.35 }").limit(1000)).isEqualTo(350);
        assertThat(budget("{ parameters: 1 }").limit(1000)).isEqualTo(1000);
        assertThat(budget("{ flops: 1.5e6 }").limit(1000)).isEqualTo(1.5e6);
    }

    @Test
    void unitsAreNamedAsReportsSayThem() {
        assertThat(budget("{ parameters: 0.35 }").unit()).isEqualTo("parameters");
        assertThat(budget("{ flops: 0.35 }").unit()).isEqualTo("FLOPs");
        assertThat(budget("{ latency: 0.5 }").unit()).isEqualTo("milliseconds at batch 1");
        assertThat(budget("{ latency: { keep: 0.5, batch-size: 64 } }").unit()).isEqualTo("milliseconds at batch 64");
    }

    @Test
    void anUnknownUnitIsToldWithThoseThatThereAre() {
        assertThatThrownBy(() -> budget("{ parameter: 0.35 }"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("test.yaml:1:14: no budget 'parameter'. Did you mean 'parameters'? Installed: flops,"
                        + " latency, parameters.");
    }

    @Test
    void nothingIsNoBudget() {
        assertThatThrownBy(() -> budget("{ parameters: 0 }"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("test.yaml:1:");
    }
}
