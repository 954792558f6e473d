package org.espalier.dist;

import java.util.List;
import org.espalier.engine.plugin.CorePlugin;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.Registry;

/** Says how an offer is written when others of its kind have its name. */
final class Namesakes {
    private Namesakes() {}

    /** Returns what to add to an offer's summary; nothing when its name is its own. */
    static String note(Registry registry, Offer offer) {
        List<String> others = registry.offers(offer.seam()).stream()
                .filter(other ->
                        other.name().equals(offer.name()) && !other.plugin().equals(offer.plugin()))
                .map(other -> other.plugin().name())
                .toList();
        if (others.isEmpty()) {
            return "";
        }
        if (offer.plugin().name().equals(CorePlugin.NAME)) {
            return " ('" + offer.name() + "' alone is this one, though " + String.join(", ", others)
                    + " offers that name too)";
        }
        return " (write " + offer.qualifiedName() + ": "
                + (others.contains(CorePlugin.NAME)
                        ? "'" + offer.name() + "' alone is core's)"
                        : String.join(", ", others) + " offers that name too)");
    }
}
