package org.espalier.testkit;

import java.util.List;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;

/** What a distribution is checked on. */
@FunctionalInterface
interface DistributionCase {
    void check(FakeNetwork network, List<Bundle> bundles, Target target, FakeScoring scoring);
}
