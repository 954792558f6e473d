package org.espalier.testkit.core;

import org.espalier.api.budget.Distribution;
import org.espalier.testkit.DistributionContract;
import org.junit.jupiter.api.Nested;

final class DistributionsTest {
    @Nested
    final class Uniform implements DistributionContract {
        @Override
        public Distribution distribution() {
            return Core.component(Distribution.class, "uniform");
        }
    }

    @Nested
    final class Global implements DistributionContract {
        @Override
        public Distribution distribution() {
            return Core.component(Distribution.class, "global");
        }
    }

    @Nested
    final class Er implements DistributionContract {
        @Override
        public Distribution distribution() {
            return Core.component(Distribution.class, "er");
        }

        /** As published: the scale and then each layer's zeros are rounded down. */
        @Override
        public long distributionRounding() {
            return 2;
        }
    }

    @Nested
    final class Erk implements DistributionContract {
        @Override
        public Distribution distribution() {
            return Core.component(Distribution.class, "erk");
        }

        /** As published: the scale and then each layer's zeros are rounded down. */
        @Override
        public long distributionRounding() {
            return 2;
        }
    }

    @Nested
    final class PerLayer implements DistributionContract {
        @Override
        public Distribution distribution() {
            return Core.component(Distribution.class, "{ per-layer: { keep: { '*': 0.5 } } }");
        }

        @Override
        public boolean distributionFixesItsOwnShare() {
            return true;
        }
    }

    @Nested
    final class NofM implements DistributionContract {
        @Override
        public Distribution distribution() {
            return Core.component(Distribution.class, "{ n-of-m: { keep: 2, of: 4 } }");
        }

        @Override
        public boolean distributionFixesItsOwnShare() {
            return true;
        }
    }

    @Nested
    final class PerOutput implements DistributionContract {
        @Override
        public Distribution distribution() {
            return Core.component(Distribution.class, "per-output");
        }
    }
}
