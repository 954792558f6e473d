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
    /** What is left may differ by this share of it, beside less than a unit for each part, which is rounded by itself... */
    private static final double TOLERANCE = 0.005;
    /** ... but not by this share, however many parts are rounded. */
    private static final double MOST = 0.1;

    private final LiveNetwork live;
    private final Aim aim;
    private final double wanted;
    private final Count before;

    private AimCheck(LiveNetwork live, Aim aim) {
        this.live = live;
        this.aim = aim;
        this.before = count();
        double base = aim.of() == Target.Base.ALL ? before.units() : before.alive();
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
        Count before = check.before;
        if (aim.keep() > before.units()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%,.0f %s are to be left, but there are only %,d",
                    aim.keep(),
                    check.unit(before),
                    before.units()));
        }
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
        return missed("were", "are");
    }

    /** Returns whether how many units are left does not depend on which weights are gone already. */
    boolean isForeseeable() {
        return before.alive() == before.units()
                || before.units() == live.masks().size();
    }

    /** Returns what to say once the masks are known that the work will come to; nothing when the aim will be reached. */
    Optional<String> willMiss() {
        return missed("are", "will be");
    }

    /** Less than one unit is rounding of the whole. */
    private boolean isReached(Count left) {
        double rounding = Math.min(left.parts() + TOLERANCE * wanted, MOST * wanted);
        return Math.abs(left.alive() - wanted) < Math.max(1, rounding);
    }

    private Optional<String> missed(String wish, String result) {
        Count left = count();
        if (isReached(left)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%,.0f of %,d %s %s to be left (%.2f %%), but %,d %s (%.2f %%)",
                wanted,
                left.units(),
                unit(left),
                wish,
                left.share(wanted),
                left.alive(),
                result,
                left.share((double) left.alive())));
    }
}
