package {{package}};

import java.util.List;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Scope;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;
import org.espalier.api.score.Scoring;

/** Keeps the same share in every layer: each layer's units compete among themselves. */
public record {{Class}}() implements Distribution {
    @Override
    public Allocation allocate(Target target, List<Bundle> bundles, Scoring scoring) {
        return new Allocation(bundles.stream().map(bundle -> scope(target, bundle, scoring)).toList());
    }

    private static Scope scope(Target target, Bundle bundle, Scoring scoring) {
        long keep = Math.round(target.keep() * target.base(bundle, scoring.masks()));
        return new Scope.Pool(List.of(bundle), keep);
    }
}
