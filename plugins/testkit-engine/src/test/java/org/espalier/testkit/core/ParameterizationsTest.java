package org.espalier.testkit.core;

import org.espalier.api.mask.Parameterization;
import org.espalier.testkit.ParameterizationContract;
import org.junit.jupiter.api.Nested;

final class ParameterizationsTest {
    @Nested
    final class Hard implements ParameterizationContract {
        @Override
        public Parameterization parameterization() {
            return Core.component(Parameterization.class, "hard");
        }
    }

    @Nested
    final class DenseGradient implements ParameterizationContract {
        @Override
        public Parameterization parameterization() {
            return Core.component(Parameterization.class, "dense-gradient");
        }

        @Override
        public boolean parameterizationUsesASurrogate() {
            return true;
        }
    }

    @Nested
    final class StraightThrough implements ParameterizationContract {
        @Override
        public Parameterization parameterization() {
            return Core.component(Parameterization.class, "straight-through");
        }

        @Override
        public boolean parameterizationUsesASurrogate() {
            return true;
        }
    }
}
