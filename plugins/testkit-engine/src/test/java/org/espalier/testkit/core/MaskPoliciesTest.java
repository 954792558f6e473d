package org.espalier.testkit.core;

import java.util.OptionalLong;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.testkit.MaskPolicyContract;
import org.junit.jupiter.api.Nested;

final class MaskPoliciesTest {
    @Nested
    final class PruneToAShareOfAll implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return Core.component(MaskPolicy.class, "{ prune: { criterion: random, keep: 0.3 } }");
        }

        @Override
        public OptionalLong policyKeeps(MaskSet before) {
            return OptionalLong.of(Math.min(before.alive(), (long) Math.ceil(0.3 * before.size())));
        }
    }

    @Nested
    final class PruneToAShareOfTheLiving implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return Core.component(
                    MaskPolicy.class,
                    "{ prune: { criterion: gradient, distribution: uniform, keep: 0.8, of: alive } }");
        }

        @Override
        public OptionalLong policyKeeps(MaskSet before) {
            return OptionalLong.of(Math.round(0.8 * before.alive()));
        }

        @Override
        public long policyRounding() {
            return 3;
        }
    }

    @Nested
    final class PruneWithAllWeightsCompetingAgain implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return Core.component(MaskPolicy.class, "{ prune: { criterion: random, keep: 0.4, revive: true } }");
        }

        @Override
        public OptionalLong policyKeeps(MaskSet before) {
            return OptionalLong.of((long) Math.ceil(0.4 * before.size()));
        }

        @Override
        public boolean policyRevives() {
            return true;
        }
    }
}
