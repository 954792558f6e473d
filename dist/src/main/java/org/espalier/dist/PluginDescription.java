package org.espalier.dist;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.espalier.engine.config.KnobInfo;
import org.espalier.engine.config.Knobs;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.PluginInfo;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.text.Suggestions;

/** What {@code plugins describe} prints: everything that has a name, with its options. */
final class PluginDescription {
    private PluginDescription() {}

    /**
     * Describes all that is called {@code name}: components and presets of every seam, or else all that a plugin offers.
     *
     * @throws UserException when nothing is
     */
    static String text(Registry registry, String name) {
        List<Offer> all = registry.seams().stream()
                .flatMap(seam -> registry.offers(seam).stream())
                .toList();
        List<Offer> found = all.stream()
                .filter(offer ->
                        offer.name().equals(name) || offer.qualifiedName().equals(name))
                .toList();
        if (found.isEmpty()) {
            found = all.stream()
                    .filter(offer -> offer.plugin().descriptor().name().equals(name))
                    .toList();
        }
        if (found.isEmpty()) {
            throw unknown(registry, all, name);
        }
        return found.stream().map(PluginDescription::text).collect(Collectors.joining("\n"));
    }

    private static UserException unknown(Registry registry, List<Offer> all, String name) {
        var names = new LinkedHashSet<String>();
        all.forEach(offer -> names.add(name.contains("/") ? offer.qualifiedName() : offer.name()));
        registry.plugins().stream().map(PluginInfo::descriptor).forEach(descriptor -> names.add(descriptor.name()));
        var sentences = new ArrayList<String>();
        sentences.add("no component, preset or plugin '" + name + "'.");
        sentences.add(Suggestions.didYouMean(name, names));
        sentences.add("'espalier plugins list' shows what there is.");
        return new UserException(
                sentences.stream().filter(sentence -> !sentence.isEmpty()).collect(Collectors.joining(" ")));
    }

    private static String text(Offer offer) {
        var text = new StringBuilder();
        text.append(Registry.seamName(offer.seam()))
                .append(' ')
                .append(offer.qualifiedName())
                .append('\n');
        text.append("  ").append(offer.summary()).append('\n');
        text.append("  from ").append(PluginList.title(offer.plugin())).append('\n');
        if (offer instanceof Offer.Component component) {
            options(text, Knobs.of(component.provider().config()));
        }
        if (offer instanceof Offer.Composition composition) {
            text.append("  stands for\n");
            composition.preset().composition().lines().forEach(line -> text.append("    ")
                    .append(line)
                    .append('\n'));
        }
        return text.toString();
    }

    private static void options(StringBuilder text, List<KnobInfo> knobs) {
        if (knobs.isEmpty()) {
            text.append("  has no options\n");
            return;
        }
        for (KnobInfo knob : knobs) {
            text.append("\n  ").append(knob.name()).append(": ").append(knob.type());
            if (!knob.bounds().isEmpty()) {
                text.append(", ").append(knob.bounds());
            }
            text.append(knob.required() ? "; required" : "; default " + knob.otherwise())
                    .append('\n');
            text.append("    ").append(knob.help()).append('\n');
        }
    }
}
