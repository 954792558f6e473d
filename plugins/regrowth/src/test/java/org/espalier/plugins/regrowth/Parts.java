package org.espalier.plugins.regrowth;

import java.util.List;
import org.espalier.api.budget.Redistribution;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.model.ParamId;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Criterion;
import org.espalier.engine.mask.distribution.ErdosRenyiKernelDistribution;
import org.espalier.plugins.magnitude.Magnitude;
import org.espalier.testkit.FakeBundle;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;

/** Parts of policies, as tests put them together. */
final class Parts {
    static final ParamId WEIGHT = ParamId.of("fc1", "weight");
    static final Criterion MAGNITUDE = new Magnitude(1);

    private Parts() {}

    /** Returns a policy that drops a constant share. */
    static Shed shed(double fraction) {
        return shed(fraction, progress -> 0, false);
    }

    static Shed shed(double fraction, Schedule schedule, boolean eachSign) {
        return new Shed(MAGNITUDE, fraction, 0, schedule, eachSign, FakeBundle::elements);
    }

    static DropGrow dropGrow(
            MaskPolicy drop, Criterion grow, Redistribution redistribution, boolean regrowDropped, boolean restart) {
        return new DropGrow(
                drop,
                grow,
                redistribution,
                regrowDropped,
                restart,
                GrowthStart.ZERO,
                false,
                false,
                FakeBundle::elements,
                new ErdosRenyiKernelDistribution(1, List.of()),
                0.5);
    }

    /** Returns a look at half of a network, with what a policy needs. */
    static FakeScoring half(MaskPolicy policy) {
        FakeNetwork network = FakeNetwork.mlp();
        return FakeScoring.of(network)
                .withMasks(network.someAlive(0.5))
                .withProgress(Progress.of(1, 10))
                .declaring(policy.evidence());
    }
}
