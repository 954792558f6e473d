package org.espalier.engine.report;

import org.espalier.api.report.Ledger;
import org.espalier.api.report.RunRecord;

/** How large a network is, beside the one that a run began with. */
final class Sizes {
    private Sizes() {}

    /** Returns whether the network has other parameters than the run began with, as after a decomposition. */
    static boolean replaced(RunRecord record) {
        Ledger.Line now = record.ledger().total();
        Ledger.Line began = record.initial().total();
        return now.parameters() != began.parameters()
                || now.prunable() != began.prunable()
                || now.denseFlops() != began.denseFlops();
    }

    /**
     * Returns the bytes of all parameters as 32-bit values; of a network with masks, those of a bitmask of its prunable
     * weights and of the values that are alive.
     */
    static long bytes(Ledger.Line line) {
        long dead = line.prunable() - line.alive();
        long bitmask = dead == 0 ? 0 : (line.prunable() + 7) / 8;
        return (line.parameters() - dead) * Float.BYTES + bitmask;
    }
}
