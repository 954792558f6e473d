package org.espalier.plugins.regrowth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Scope;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;
import org.espalier.testkit.DistributionContract;
import org.espalier.testkit.FakeBundle;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.junit.jupiter.api.Test;

final class PresentTest implements DistributionContract {
    @Override
    public Distribution distribution() {
        return new Present();
    }

    @Override
    public boolean distributionFixesItsOwnShare() {
        return true;
    }

    @Test
    void eachLayerKeepsAsManyAsAreAlive() {
        FakeNetwork network = FakeNetwork.mlp();
        FakeScoring scoring = FakeScoring.of(network).withMasks(network.someAlive(0.3));
        List<Bundle> bundles = FakeBundle.elements(network);
        var scopes = new Present()
                .allocate(new Target(0.9, Target.Base.ALL), bundles, scoring)
                .scopes();
        assertThat(scopes.stream().map(scope -> ((Scope.Pool) scope).keep()))
                .containsExactlyElementsOf(scoring.masks().byId().values().stream()
                        .map(mask -> mask.alive())
                        .toList());
    }
}
