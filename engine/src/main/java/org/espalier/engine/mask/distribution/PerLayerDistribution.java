package org.espalier.engine.mask.distribution;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Scope;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Glob;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Scoring;

/**
 * A share for each layer, by name; the first pattern that matches counts. What the target is a share of also says what
 * these are shares of; the target's own share is for layers that no pattern matches.
 *
 * @param keep from globs over parameter or layer names to the share that each matching parameter keeps
 */
public record PerLayerDistribution(
        @Knob("from globs over parameter or layer names to the share that each matching parameter keeps")
        Map<String, @DecimalMin("0") @DecimalMax("1") Double> keep)
        implements Distribution {
    public PerLayerDistribution {
        keep = Collections.unmodifiableMap(new LinkedHashMap<>(keep));
        keep.forEach((glob, share) -> {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("'" + glob + "' must keep a share in [0, 1] but has " + share);
            }
        });
    }

    @Override
    public boolean hasOwnShares() {
        return true;
    }

    @Override
    public Allocation allocate(Target target, List<Bundle> bundles, Scoring scoring) {
        for (String glob : keep.keySet()) {
            Shares.matching(List.of(glob), bundles);
        }
        List<Scope> scopes = new ArrayList<>();
        for (Bundle bundle : bundles) {
            double share = keep.entrySet().stream()
                    .filter(entry -> Glob.of(entry.getKey()).matches(bundle))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(target.keep());
            scopes.add(Shares.alone(bundle, Shares.kept(share, target.base(bundle, scoring.masks()))));
        }
        return new Allocation(scopes);
    }
}
