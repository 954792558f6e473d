package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.report.Ledger;
import org.espalier.api.report.Ledger.Line;
import org.espalier.engine.ledger.Ledgers;

/** What a rehearsal foretells of a network, line by line. */
final class Forecast {
    private final LiveNetwork live;
    private final Ledger dense;
    private final List<String> lines = new ArrayList<>();

    Forecast(LiveNetwork live) {
        this.live = live;
        this.dense = Ledgers.of(live, live.masks());
        lines.add("Dense network");
        dense.layers().forEach(this::tell);
        tell(dense.total());
        lines.add("");
        lines.add("Weights left after each change of masks, of " + dense.total().prunable() + " prunable");
    }

    /** Returns what the network costs before anything is done. */
    Ledger dense() {
        return dense;
    }

    private void tell(Line line) {
        lines.add(String.format(
                Locale.ROOT,
                "  %-12s %-8s %,14d parameters %,14d bytes %,16d FLOPs",
                line.name(),
                line.kind(),
                line.parameters(),
                line.parameters() * Float.BYTES,
                line.denseFlops()));
    }

    /** Tells what is left after a change of masks. */
    void masks(String path) {
        MaskSet masks = live.masks();
        long packed = masks.byId().values().stream()
                .mapToLong(mask -> mask.alive() * Float.BYTES + (mask.size() + 7) / 8)
                .sum();
        lines.add(String.format(
                Locale.ROOT,
                "  %-40s %,10d (%.2f %%) %,12d FLOPs %,12d bytes as bitmask and values",
                path,
                masks.alive(),
                100 * masks.density(),
                Ledgers.of(live, masks).total().sparseFlops(),
                packed));
    }

    void say(String path, String message) {
        lines.add("  " + path + ": " + message);
    }

    String text() {
        return String.join("\n", lines) + "\n\n" + dense.rule();
    }
}
