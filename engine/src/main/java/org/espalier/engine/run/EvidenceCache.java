package org.espalier.engine.run;

import java.util.HashMap;
import java.util.Map;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Instruments;

/** Keeps measurements for as long as the network stays as it was measured, so that equal evidence is gathered once. */
final class EvidenceCache {
    private final LiveNetwork live;
    private final Instruments instruments;
    private final Map<Evidence<?>, Object> gathered = new HashMap<>();
    private long version = -1;

    EvidenceCache(LiveNetwork live, Instruments instruments) {
        this.live = live;
        this.instruments = instruments;
    }

    /** Returns the measurement for the network as it is now. */
    @SuppressWarnings("unchecked") // put below under the same key
    <T> T get(Evidence<T> evidence) {
        if (version != live.version()) {
            gathered.clear();
            version = live.version();
        }
        Object kept = gathered.get(evidence);
        if (kept == null) {
            kept = evidence.gather(instruments);
            gathered.put(evidence, kept);
        }
        return (T) kept;
    }
}
