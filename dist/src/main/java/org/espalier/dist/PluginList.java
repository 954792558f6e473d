package org.espalier.dist;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.plugin.Spi;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.PluginInfo;
import org.espalier.engine.plugin.PluginProblem;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.text.Shown;

/** What {@code plugins list} prints: plugins, what each offers by seam, and what could not be loaded. */
final class PluginList {
    /** So much of a checksum tells two jars apart; run.json has all of it. */
    private static final int SHORT_SUM = 12;

    private PluginList() {}

    /** Returns everything that is installed. */
    static String text(Registry registry) {
        List<Offer> all = registry.seams().stream()
                .flatMap(seam -> registry.offers(seam).stream())
                .toList();
        return Shown.plain(text(registry, registry.plugins(), all));
    }

    /** Returns what is installed for one seam. */
    static String text(Registry registry, Class<?> seam) {
        List<Offer> offers = registry.offers(seam);
        List<PluginInfo> plugins = registry.plugins().stream()
                .filter(plugin ->
                        offers.stream().anyMatch(offer -> offer.plugin().equals(plugin)))
                .toList();
        return Shown.plain(text(registry, plugins, offers));
    }

    private static String text(Registry registry, List<PluginInfo> plugins, List<Offer> all) {
        var text = new StringBuilder();
        int seamWidth =
                all.stream().mapToInt(offer -> seam(offer).length()).max().orElse(0);
        int nameWidth =
                all.stream().mapToInt(offer -> offer.name().length()).max().orElse(0);
        for (PluginInfo plugin : plugins) {
            text.append(title(plugin)).append('\n');
            for (Offer offer : all) {
                if (offer.plugin().equals(plugin)) {
                    text.append("  ").append(padded(seam(offer), seamWidth)).append("  ");
                    text.append(padded(offer.name(), nameWidth))
                            .append("  ")
                            .append(summary(offer))
                            .append(Namesakes.note(registry, offer))
                            .append('\n');
                }
            }
            text.append('\n');
        }
        text.append(sum(plugins.size(), "plugin")).append(", ").append(sum(all.size(), "name"));
        text.append(", SPI ").append(Spi.VERSION).append(".\n");
        if (!registry.problems().isEmpty()) {
            text.append("\nCould not be loaded:\n");
            for (PluginProblem problem : registry.problems()) {
                text.append("  ").append(problem.message()).append('\n');
            }
        }
        return text.toString();
    }

    /** Returns a plugin's name and version, and where it comes from. */
    static String title(PluginInfo plugin) {
        var facts = new ArrayList<String>();
        facts.add(plugin.sha256().isEmpty() ? "built in" : plugin.origin());
        if (!plugin.sha256().isEmpty()) {
            facts.add("sha256 "
                    + plugin.sha256()
                            .substring(0, Math.min(SHORT_SUM, plugin.sha256().length())));
        }
        return plugin.descriptor().name() + " " + plugin.descriptor().version() + " (" + String.join(", ", facts) + ")";
    }

    private static String seam(Offer offer) {
        return Registry.seamName(offer.seam());
    }

    private static String summary(Offer offer) {
        if (offer instanceof Offer.Composition) {
            return "preset: " + offer.summary();
        }
        return offer.summary();
    }

    static String padded(String word, int width) {
        return word + " ".repeat(Math.max(0, width - word.length()));
    }

    private static String sum(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
