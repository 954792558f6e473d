package org.espalier.engine.run;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.espalier.api.budget.Aim;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Bundle;

/** Counts what is left, and holds it against what was aimed at. */
final class AimCheck {
    /** What is left may differ by this share of it, beside less than a unit for each part, which is rounded by itself. */
    private static final double TOLERANCE = 0.005;

    private final LiveNetwork live;
    private final Aim aim;
    private final double wanted;

    private AimCheck(LiveNetwork live, Aim aim) {
        this.live = live;
        this.aim = aim;
        double base = aim.of() == Target.Base.ALL ? count().units() : count().alive();
        this.wanted = aim.keep() <= 1 ? aim.keep() * base : aim.keep();
    }

    /** Counts what there is before the work, which a share may be of. */
    static Optional<AimCheck> before(LiveNetwork live, Optional<Aim> aim) {
        return aim.map(each -> new AimCheck(live, each));
    }

    /**
     * Units in a network.
     *
     * @param parts in how many parts they lie
     */
    private record Count(long alive, long units, int parts) {
        double share(double of) {
            return units == 0 ? 0 : 100 * of / units;
        }
    }

    /** A count of no more than this may have been meant as a percentage. */
    private static final double LARGEST_PERCENTAGE = 100;

    /** Returns what to say of a count that looks like a percentage; nothing where it does not. */
    static Optional<String> doubtful(LiveNetwork live, Aim aim) {
        var check = new AimCheck(live, aim);
        Count before = check.count();
        if (aim.keep() <= 1 || aim.keep() > LARGEST_PERCENTAGE || aim.keep() >= before.units() / LARGEST_PERCENTAGE) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%1$.0f of %2$,d %3$s are to be left (%4$.2f %%): a number above 1 is a count. %1$.0f %% is written %5$s",
                aim.keep(),
                before.units(),
                check.unit(before),
                before.share(aim.keep()),
                BigDecimal.valueOf(aim.keep())
                        .movePointLeft(2)
                        .stripTrailingZeros()
                        .toPlainString()));
    }

    private String unit(Count count) {
        return aim.units() == null || count.units() == live.masks().size() ? "weights" : "units";
    }

    private Count count() {
        if (aim.units() == null) {
            return new Count(
                    live.masks().alive(),
                    live.masks().size(),
                    live.masks().byId().size());
        }
        List<Bundle> bundles = aim.units().bundles(live);
        return new Count(
                bundles.stream()
                        .mapToLong(bundle -> bundle.alive(live.masks()).alive())
                        .sum(),
                bundles.stream().mapToLong(Bundle::units).sum(),
                bundles.size());
    }

    /** Returns what to say after the work; nothing when the aim was reached. */
    Optional<String> missed() {
        Count left = count();
        if (Math.abs(left.alive() - wanted) < left.parts() + TOLERANCE * wanted) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%,.0f of %,d %s were to be left (%.2f %%), but %,d are (%.2f %%)",
                wanted,
                left.units(),
                unit(left),
                left.share(wanted),
                left.alive(),
                left.share((double) left.alive())));
    }
}
